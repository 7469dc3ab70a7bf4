import { durationMs } from '@app/clock';
import {
  describeSchedule,
  intervalMs,
  jitterMs,
  nextOccurrence,
  type Bounds,
  type Schedule,
} from '@app/schedules';
import type { Trigger } from './trigger.entity.js';

/** The columns that say when a trigger fires by itself. */
export type ScheduleColumns = Pick<
  Trigger,
  | 'schedule_time'
  | 'cron'
  | 'timezone'
  | 'every'
  | 'anchor_at'
  | 'start_at'
  | 'end_at'
  | 'max_runs'
  | 'run_count'
>;

/** What is up next: the occurrence, and the instant at which it fires. */
export type Armed = Pick<Trigger, 'next_occurrence_at' | 'next_fire_at'>;

const DISARMED: Armed = { next_occurrence_at: null, next_fire_at: null };

/** The schedule of a trigger; null for one that only fires when it is told to. */
export function scheduleOf(trigger: ScheduleColumns): Schedule | null {
  const { schedule_time, cron, timezone, every, start_at, anchor_at } = trigger;
  if (schedule_time) return { kind: 'once', at: schedule_time };
  if (cron) return { kind: 'cron', cron, timezone };
  if (every) return { kind: 'every', everyMs: intervalMs(every), anchor: (start_at ?? anchor_at)! };
  return null;
}

/** Such as `every 30 minutes`. */
export function scheduleInWords(trigger: ScheduleColumns): string {
  const schedule = scheduleOf(trigger);
  return schedule ? describeSchedule(schedule) : 'fires only when it is told to';
}

export function boundsOf({ start_at, end_at, max_runs, run_count }: ScheduleColumns): Bounds {
  const runsLeft = max_runs === null ? null : Number(max_runs) - Number(run_count);
  return { startAt: start_at, endAt: end_at, runsLeft };
}

/**
 * What is up next for a trigger that is saved at `now` (ms since the epoch). A one-time schedule that is past already is
 * due at once, except that of an `api` trigger, which fires by itself only in the future.
 */
export function armedAt(
  trigger: ScheduleColumns & Pick<Trigger, 'id' | 'trigger_type' | 'jitter'>,
  now: number,
): Armed {
  const schedule = scheduleOf(trigger);
  if (!schedule) return DISARMED;
  if (schedule.kind !== 'once')
    return armed(trigger, nextOccurrence(schedule, boundsOf(trigger), new Date(now)));
  const isOver = trigger.trigger_type === 'api' && schedule.at.getTime() <= now;
  return isOver ? DISARMED : armed(trigger, schedule.at);
}

/** With an occurrence up next. */
export function armed({ id, jitter }: Pick<Trigger, 'id' | 'jitter'>, occurrence: Date | null): Armed {
  if (occurrence === null) return DISARMED;
  const delay = jitter === null ? 0 : jitterMs(id, occurrence, durationMs(jitter));
  return { next_occurrence_at: occurrence, next_fire_at: new Date(occurrence.getTime() + delay) };
}

const SCHEDULE_FIELDS = [
  'trigger_type',
  'schedule_time',
  'cron',
  'timezone',
  'every',
  'start_at',
  'end_at',
  'max_runs',
  'jitter',
] as const;

/** Whether two definitions fire at other times. Equal values are no change, however they are written. */
export function isRescheduled(
  before: Pick<Trigger, (typeof SCHEDULE_FIELDS)[number]>,
  after: Pick<Trigger, (typeof SCHEDULE_FIELDS)[number]>,
): boolean {
  return SCHEDULE_FIELDS.some(
    (field) => String(before[field]?.valueOf()) !== String(after[field]?.valueOf()),
  );
}
