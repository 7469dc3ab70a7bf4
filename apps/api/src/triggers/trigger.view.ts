import { ApiProperty } from '@nestjs/swagger';
import type { DestinationKind, DestinationSummary } from '@app/deliveries';
import type { Labels, Payload } from '@app/events';
import type { MisfirePolicy, OverlapPolicy, SavedTrigger, TriggerType } from '@app/triggers';
import { NULLABLE_RETENTION, type RetentionDto } from './trigger.dto.js';

export class TriggerDestinationView {
  /** UUIDv7 of the destination. */
  id!: string;
  /** For people. */
  name!: string;
  /** Kind of destination. */
  kind!: DestinationKind;
  /** Where events are sent; null of a queue. */
  url!: string | null;
  /** The signing secret (`whsec_…`) of an inline destination, in the answer that made it and in no other. */
  secret?: string;
}

export class TriggerView {
  /** UUIDv7. */
  id!: string;
  /** For people. */
  name!: string;
  /** For people. */
  description!: string;
  /** What fires it. */
  trigger_type!: TriggerType;
  /** Whether it fires; false is paused. */
  enabled!: boolean;
  /** Archived triggers do not fire and are left out of lists. */
  archived!: boolean;
  /** Your own key and value pairs. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  labels!: Labels;
  /** Your own name for it, unique in the project. */
  external_key!: string | null;
  /** When it fires, once. */
  schedule_time!: Date | null;
  /** Its cron pattern. */
  cron!: string | null;
  /** Time zone that `cron` is meant in. */
  timezone!: string;
  /** Its interval. */
  every!: string | null;
  /** No occurrence before this. */
  start_at!: Date | null;
  /** No occurrence at this or later. */
  end_at!: Date | null;
  /** So many events of its schedule and no more. */
  max_runs!: number | null;
  /** By how much at most firings are delayed. */
  jitter!: string | null;
  /** Whether an occurrence fires while the event before is still under way. */
  overlap!: OverlapPolicy;
  /** What happens to an occurrence that is later than `misfire_grace`. */
  misfire_policy!: MisfirePolicy;
  /** How late an occurrence may be and still count as on time. */
  misfire_grace!: string;
  /** How often it is to fire at least; null when nobody watches. */
  expect_every!: string | null;
  /** Payload of its events, unless a firing brings its own. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  api_payload!: Payload;
  /** JSON Schema (2020-12) that the payload of every firing has to fit. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  payload_schema!: Record<string, unknown> | null;
  /** Where its events go. */
  destinations!: TriggerDestinationView[];
  /** Where alerts about it go; empty for the alert destinations of the project. */
  alert_destinations!: TriggerDestinationView[];
  /** How long its events are kept; null inherits the project's policy. */
  @ApiProperty(NULLABLE_RETENTION)
  retention!: RetentionDto | null;
  /** Fires it when POSTed to; null unless it is an api trigger and the caller may `manage`. Whoever knows it can fire. */
  hook_url!: string | null;
  /** When it fires by itself next; null when it does not. */
  next_fire_at!: Date | null;
  /** When it last fired, within a second. */
  last_fired_at!: Date | null;
  /** Since when it has not fired, once that is longer than `expect_every`; null while it is fine. */
  quiet_since!: Date | null;
  /** Events made by its schedule. */
  run_count!: number;
  /** When it was made. */
  created_at!: Date;
  /** When it was last changed. */
  updated_at!: Date;
}

export class TriggerListView {
  /** One page. */
  data!: TriggerView[];
  /** Give it as `cursor` for the next page; null on the last one. */
  next_cursor!: string | null;
}

export function triggerView(
  { trigger, destinations, alertDestinations, secrets }: SavedTrigger,
  hookUrl: string | null,
): TriggerView {
  const shown = (destination: DestinationSummary): TriggerDestinationView => {
    const secret = secrets?.get(destination.id);
    return secret === undefined ? destination : { ...destination, secret };
  };
  const armed = trigger.enabled && !trigger.archived;
  return {
    id: trigger.id,
    name: trigger.name,
    description: trigger.description,
    trigger_type: trigger.trigger_type,
    enabled: trigger.enabled,
    archived: trigger.archived,
    labels: trigger.labels,
    external_key: trigger.external_key,
    schedule_time: trigger.schedule_time,
    cron: trigger.cron,
    timezone: trigger.timezone,
    every: trigger.every,
    start_at: trigger.start_at,
    end_at: trigger.end_at,
    max_runs: trigger.max_runs === null ? null : Number(trigger.max_runs),
    jitter: trigger.jitter,
    overlap: trigger.overlap,
    misfire_policy: trigger.misfire_policy,
    misfire_grace: trigger.misfire_grace,
    expect_every: trigger.expect_every,
    api_payload: trigger.api_payload,
    payload_schema: trigger.payload_schema,
    destinations: destinations.map(shown),
    alert_destinations: alertDestinations.map(shown),
    retention: trigger.retention,
    hook_url: hookUrl,
    next_fire_at: armed ? trigger.next_fire_at : null,
    last_fired_at: trigger.last_fired_at,
    quiet_since: trigger.quiet_since,
    run_count: Number(trigger.run_count),
    created_at: trigger.created_at,
    updated_at: trigger.updated_at,
  };
}
