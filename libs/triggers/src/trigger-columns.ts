import { durationMs } from '@app/clock';
import { compilePayloadSchema } from './payload-schema.js';
import type { TriggerDefinition } from './trigger-definition.js';
import type { Trigger } from './trigger.entity.js';
import { type DestinationSummary } from './triggers.repository.js';

/** What a client says of a trigger, as columns. Throws `invalid` for a payload schema that does not compile. */
export function columnsOf(definition: TriggerDefinition, now: number) {
  if (definition.payload_schema) compilePayloadSchema(definition.payload_schema);
  return {
    name: definition.name,
    description: definition.description ?? '',
    trigger_type: definition.trigger_type,
    enabled: definition.enabled ?? true,
    labels: definition.labels ?? {},
    external_key: definition.external_key ?? null,
    schedule_time: scheduleTime(definition, now),
    misfire_policy: definition.misfire_policy ?? 'fire_once',
    misfire_grace: definition.misfire_grace ?? '60s',
    api_payload: definition.api_payload ?? {},
    payload_schema: definition.payload_schema ?? null,
    retention: definition.retention ?? null,
  } satisfies Partial<Trigger>;
}

function scheduleTime({ schedule_time, delay }: TriggerDefinition, now: number): Date | null {
  if (delay) return new Date(now + durationMs(delay));
  return schedule_time ? new Date(schedule_time) : null;
}

/** What a client said, or would have said, to make this trigger: the document that a merge patch applies to. */
export function definitionOf(
  trigger: Trigger,
  destinations: Pick<DestinationSummary, 'id'>[],
): TriggerDefinition {
  return {
    name: trigger.name,
    description: trigger.description,
    trigger_type: trigger.trigger_type,
    enabled: trigger.enabled,
    labels: trigger.labels,
    external_key: trigger.external_key,
    schedule_time: trigger.schedule_time?.toISOString() ?? null,
    misfire_policy: trigger.misfire_policy,
    misfire_grace: trigger.misfire_grace,
    api_payload: trigger.api_payload,
    payload_schema: trigger.payload_schema,
    destinations: destinations.map(({ id }) => id),
    retention: trigger.retention,
  };
}
