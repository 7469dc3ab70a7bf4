import { addCron } from './expected-cron.js';
import { nextEvery, type EverySchedule } from './every.js';
import type { Bounds, Schedule } from './schedule.js';
import { addSpread, MINUTE_MS, type Window } from './spread.js';

/** How far ahead a forecast looks, in minutes. */
export const FORECAST_MINUTES = 24 * 60;

/** A schedule that goes on by itself. */
export interface ArmedSchedule {
  schedule: Schedule;
  /** The occurrence that is up next; everything before it has been dealt with. */
  next: Date;
  bounds: Bounds;
  /** Below the interval: see jitter.ts. */
  maxJitterMs: number;
  /** Whether `next` still fires if it is past. */
  firesLate: boolean;
}

/**
 * How many firings of one trigger to expect in each minute of the 24 hours from `origin`, the start of a minute. Whole
 * numbers without jitter; with it each instant of an occurrence's jitter is as likely as another, so that a firing can be
 * shared out over minutes. What is overdue at `origin` counts once, in the first minute. Takes some 1,500 steps at most,
 * also for a trigger of every second. They are written into `minutes`, all zeros, if that is given.
 */
export function expectedFirings(
  armed: ArmedSchedule,
  origin: Date,
  minutes: Float64Array = new Float64Array(FORECAST_MINUTES),
): Float64Array {
  const { schedule, next, bounds, maxJitterMs } = armed;
  const start = origin.getTime();
  const end = start + FORECAST_MINUTES * MINUTE_MS;
  const until = Math.min(bounds.endAt?.getTime() ?? Infinity, end);
  let runs = bounds.runsLeft ?? Infinity;
  if (next.getTime() < start && armed.firesLate && runs > 0) {
    addSpread(minutes, 0, next.getTime() + maxJitterMs - start); // over what is left of its jitter
    runs--;
  }
  const window = { origin: start, from: Math.max(next.getTime(), start), until, runs };
  if (runs <= 0 || window.from >= until) return minutes;
  if (schedule.kind === 'cron') addCron(minutes, schedule, window, maxJitterMs);
  else if (schedule.kind === 'every') addEvery(minutes, schedule, window, maxJitterMs);
  else if (schedule.at.getTime() >= start) addSpread(minutes, schedule.at.getTime() - start, maxJitterMs);
  return minutes;
}

/** By the difference of what is expected before the end of a minute and before its beginning. */
function addEvery(minutes: Float64Array, schedule: EverySchedule, window: Window, maxJitterMs: number): void {
  const { everyMs } = schedule;
  const first = nextEvery(schedule, window.from - 1);
  const count = Math.max(0, Math.min(Math.ceil((window.until - first) / everyMs), window.runs));
  const jitterMs = Math.min(maxJitterMs, everyMs);
  const expectedBefore = (at: number): number => {
    const begun = Math.ceil((at - first) / everyMs);
    if (begun <= 0) return 0;
    if (begun > count) return count;
    const last = first + (begun - 1) * everyMs;
    return begun - 1 + (jitterMs > 0 ? Math.min(1, (at - last) / jitterMs) : 1);
  };
  let before = 0;
  for (let minute = 0; minute < minutes.length; minute++) {
    const after = expectedBefore(window.origin + (minute + 1) * MINUTE_MS);
    minutes[minute]! += after - before;
    before = after;
  }
}
