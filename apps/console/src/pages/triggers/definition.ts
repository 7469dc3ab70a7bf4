import type { Trigger, TriggerBody } from '../../api/types';

/** What one would send to make this trigger, all of it: destinations by their ids. */
export function definitionOf(trigger: Trigger): TriggerBody {
  return {
    name: trigger.name,
    description: trigger.description,
    trigger_type: trigger.trigger_type,
    enabled: trigger.enabled,
    external_key: trigger.external_key,
    labels: trigger.labels,
    schedule_time: trigger.schedule_time,
    cron: trigger.cron,
    timezone: trigger.timezone,
    every: trigger.every,
    start_at: trigger.start_at,
    end_at: trigger.end_at,
    max_runs: trigger.max_runs,
    jitter: trigger.jitter,
    overlap: trigger.overlap,
    misfire_policy: trigger.misfire_policy,
    misfire_grace: trigger.misfire_grace,
    expect_every: trigger.expect_every,
    api_payload: trigger.api_payload,
    payload_schema: trigger.payload_schema,
    destinations: trigger.destinations.map(({ id }) => id),
    alert_destinations: trigger.alert_destinations.map(({ id }) => id),
    retention: trigger.retention ?? null,
  };
}

/** The definition of another trigger like it: a key of one's own is not shared. */
export const copyOf = (trigger: Trigger): TriggerBody => ({
  ...definitionOf(trigger),
  name: `Copy of ${trigger.name}`.slice(0, 200),
  external_key: null,
});

/** Without what the api would fill in the same by itself: what is left says what is particular. */
export function brief(body: TriggerBody): Partial<TriggerBody> {
  return Object.fromEntries(
    Object.entries(body).filter(
      ([field, value]) =>
        JSON.stringify(value) !== JSON.stringify(DEFAULTS[field as keyof TriggerBody] ?? null),
    ),
  );
}

const DEFAULTS: Partial<TriggerBody> = {
  description: '',
  enabled: true,
  labels: {},
  timezone: 'UTC',
  overlap: 'allow',
  misfire_policy: 'fire_once',
  misfire_grace: '60s',
  api_payload: {},
  destinations: [],
  alert_destinations: [],
};
