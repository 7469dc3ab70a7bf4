import { durationMs } from '@app/clock';
import { compilePayloadSchema } from './payload-schema.js';
import type { TriggerDefinition } from './trigger-definition.js';
import type { SavedTrigger } from './trigger-destinations.js';
import type { Trigger } from './trigger.entity.js';

export type TriggerColumns = ReturnType<typeof columnsOf>;

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
    cron: definition.cron ?? null,
    timezone: definition.timezone ?? 'UTC',
    every: definition.every ?? null,
    start_at: dateOf(definition.start_at),
    end_at: dateOf(definition.end_at),
    max_runs: definition.max_runs == null ? null : String(definition.max_runs),
    jitter: definition.jitter ?? null,
    overlap: definition.overlap ?? 'allow',
    misfire_policy: definition.misfire_policy ?? 'fire_once',
    misfire_grace: definition.misfire_grace ?? '60s',
    expect_every: definition.expect_every ?? null,
    api_payload: definition.api_payload ?? {},
    payload_schema: definition.payload_schema ?? null,
    retention: definition.retention ?? null,
  } satisfies Partial<Trigger>;
}

function scheduleTime({ schedule_time, delay }: TriggerDefinition, now: number): Date | null {
  if (delay) return new Date(now + durationMs(delay));
  return dateOf(schedule_time);
}

function dateOf(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}

/** What a client said, or would have said, to make this trigger: the document that a merge patch applies to. */
export function definitionOf({ trigger, destinations, alertDestinations }: SavedTrigger): TriggerDefinition {
  return {
    name: trigger.name,
    description: trigger.description,
    trigger_type: trigger.trigger_type,
    enabled: trigger.enabled,
    labels: trigger.labels,
    external_key: trigger.external_key,
    schedule_time: trigger.schedule_time?.toISOString() ?? null,
    cron: trigger.cron,
    timezone: trigger.timezone,
    every: trigger.every,
    start_at: trigger.start_at?.toISOString() ?? null,
    end_at: trigger.end_at?.toISOString() ?? null,
    max_runs: trigger.max_runs === null ? null : Number(trigger.max_runs),
    jitter: trigger.jitter,
    overlap: trigger.overlap,
    misfire_policy: trigger.misfire_policy,
    misfire_grace: trigger.misfire_grace,
    expect_every: trigger.expect_every,
    api_payload: trigger.api_payload,
    payload_schema: trigger.payload_schema,
    destinations: destinations.map(({ id }) => id),
    alert_destinations: alertDestinations.map(({ id }) => id),
    retention: trigger.retention,
  };
}
