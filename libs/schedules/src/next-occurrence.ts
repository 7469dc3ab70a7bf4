import { nextCron } from './cron.js';
import { nextEvery } from './every.js';
import type { Bounds, Schedule } from './schedule.js';

/**
 * The first occurrence strictly after an instant; null when there is none left. Bounded in time for the rarest pattern
 * too. Throws for a schedule that `scheduleFaults` refuses.
 */
export function nextOccurrence(schedule: Schedule, bounds: Bounds, after: Date): Date | null {
  if (bounds.runsLeft !== null && bounds.runsLeft <= 0) return null;
  const start = bounds.startAt?.getTime() ?? -Infinity;
  const next = unbounded(schedule, Math.max(after.getTime(), start - 1));
  return next === null || next >= (bounds.endAt?.getTime() ?? Infinity) ? null : new Date(next);
}

/** The next occurrences strictly after an instant, at most `count`, oldest first. */
export function occurrences(schedule: Schedule, bounds: Bounds, after: Date, count: number): Date[] {
  const found: Date[] = [];
  const most = Math.min(count, bounds.runsLeft ?? Infinity);
  for (let at: Date | null = after; found.length < most;) {
    at = nextOccurrence(schedule, bounds, at);
    if (at === null) break;
    found.push(at);
  }
  return found;
}

function unbounded(schedule: Schedule, after: number): number | null {
  if (schedule.kind === 'cron') return nextCron(schedule, after);
  if (schedule.kind === 'every') return nextEvery(schedule, after);
  return schedule.at.getTime() > after ? schedule.at.getTime() : null;
}
