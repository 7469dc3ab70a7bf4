import type { TriggerBody } from '../../../api/types';
import { labelTexts } from '../../../ui/labels';

/** How a trigger fires by itself; `none` is only when it is told to. */
export type ScheduleKind = 'none' | 'once' | 'delay' | 'cron' | 'every';
export type Destinations = NonNullable<TriggerBody['destinations']>;

/** A trigger as its form holds it: texts as they are typed, empty for what is not said. */
export interface TriggerValues {
  name: string;
  description: string;
  trigger_type: TriggerBody['trigger_type'];
  enabled: boolean;
  external_key: string;
  /** `key:value` each. */
  labels: string[];
  kind: ScheduleKind;
  schedule_time: string;
  delay: string;
  cron: string;
  timezone: string;
  every: string;
  start_at: string;
  end_at: string;
  max_runs: string;
  jitter: string;
  overlap: NonNullable<TriggerBody['overlap']>;
  misfire_policy: NonNullable<TriggerBody['misfire_policy']>;
  misfire_grace: string;
  expect_every: string;
  api_payload: string;
  payload_schema: string;
  destinations: Destinations;
  alert_destinations: Destinations;
  archive_after: string;
  delete_after: string;
}

/** @param zone stands in a new cron schedule */
export function valuesOf(body: Partial<TriggerBody>, zone: string): TriggerValues {
  return {
    name: body.name ?? '',
    description: body.description ?? '',
    trigger_type: body.trigger_type ?? 'api',
    enabled: body.enabled ?? true,
    external_key: body.external_key ?? '',
    labels: labelTexts(body.labels ?? {}),
    kind: kindOf(body),
    schedule_time: body.schedule_time ?? '',
    delay: body.delay ?? '',
    cron: body.cron ?? '',
    timezone: body.cron ? (body.timezone ?? 'UTC') : zone,
    every: body.every ?? '',
    start_at: body.start_at ?? '',
    end_at: body.end_at ?? '',
    max_runs: body.max_runs?.toString() ?? '',
    jitter: body.jitter ?? '',
    overlap: body.overlap ?? 'allow',
    misfire_policy: body.misfire_policy ?? 'fire_once',
    misfire_grace: body.misfire_grace ?? '60s',
    expect_every: body.expect_every ?? '',
    api_payload: pretty(body.api_payload ?? {}),
    payload_schema: body.payload_schema ? pretty(body.payload_schema) : '',
    destinations: body.destinations ?? [],
    alert_destinations: body.alert_destinations ?? [],
    archive_after: body.retention?.archive_after ?? '',
    delete_after: body.retention?.delete_after ?? '',
  };
}

function kindOf({ schedule_time, delay, cron, every }: Partial<TriggerBody>): ScheduleKind {
  if (cron) return 'cron';
  if (every) return 'every';
  if (delay) return 'delay';
  return schedule_time ? 'once' : 'none';
}

export const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

/** The kinds of schedule that a type can have, its usual one first. */
export const KINDS: Record<TriggerValues['trigger_type'], ScheduleKind[]> = {
  api: ['none', 'once', 'delay'],
  scheduled: ['cron', 'every', 'once', 'delay'],
  'time-based': ['once', 'delay'],
};

export const recurs = ({ kind }: Pick<TriggerValues, 'kind'>): boolean => kind === 'cron' || kind === 'every';

/** Those changed by the form, with a kind that goes with the type. */
export function changed(values: TriggerValues, change: Partial<TriggerValues>): TriggerValues {
  const next = { ...values, ...change };
  const kinds = KINDS[next.trigger_type];
  return kinds.includes(next.kind) ? next : { ...next, kind: kinds[0]! };
}
