import { jitterMs } from './jitter.js';
import { nextOccurrence } from './next-occurrence.js';
import type { Bounds, Schedule } from './schedule.js';

/** The schedule of a trigger from the occurrence on that is up next. */
export interface ScheduleAhead {
  /** What its jitter is drawn from. */
  triggerId: string;
  schedule: Schedule;
  bounds: Bounds;
  /** Below the interval: see jitter.ts. */
  maxJitterMs: number;
  /** The occurrence that is up next: all before it have been dealt with. */
  due: Date;
}

/** The first occurrence from `due` on whose firing lies after `limit` (ms since the epoch), however many runs are left. */
export function firstFiringAfter(ahead: ScheduleAhead, limit: number): Date | null {
  const { schedule, bounds, due, maxJitterMs } = ahead;
  const certain = limit - maxJitterMs; // what is named up to here has fired by `limit`, whatever its jitter
  let at: Date | null = due;
  if (at.getTime() <= certain) at = following(ahead, due);
  if (at !== null && at.getTime() <= certain)
    at = nextOccurrence(schedule, { ...bounds, runsLeft: null }, new Date(certain));
  while (at !== null && firesAt(ahead, at) <= limit) at = following(ahead, at);
  return at;
}

/** The occurrence after `at`, however many runs are left. */
export function following({ schedule, bounds }: ScheduleAhead, at: Date): Date | null {
  return nextOccurrence(schedule, { ...bounds, runsLeft: null }, at);
}

/** When an occurrence fires, in ms since the epoch: later by its jitter. */
export function firesAt({ triggerId, maxJitterMs }: ScheduleAhead, occurrence: Date): number {
  return occurrence.getTime() + jitterMs(triggerId, occurrence, maxJitterMs);
}
