import { countCron } from './cron-count.js';
import { lastEvery } from './every.js';
import { nextOccurrence } from './next-occurrence.js';
import { UNBOUNDED, type Schedule } from './schedule.js';

/** Occurrences in a row, without a list of them: there may be millions. */
export interface Span {
  from: Date;
  /** Inclusive. */
  to: Date;
  count: number;
}

/** Up to so many occurrences are gone through one by one, which is the quickest way for few. */
const FEW = 50;

/**
 * The occurrences from `from`, itself one, up to `until` (inclusive). Bounded in time and memory whatever their number.
 */
export function spanOf(schedule: Schedule, from: Date, until: Date): Span {
  let to = from;
  for (let count = 1; count <= FEW; count++) {
    const next = nextOccurrence(schedule, UNBOUNDED, to);
    if (next === null || next > until) return { from, to, count };
    to = next;
  }
  if (schedule.kind === 'every') {
    const last = lastEvery(schedule, until.getTime());
    return { from, to: new Date(last), count: FEW + 1 + (last - to.getTime()) / schedule.everyMs };
  }
  const last = lastBetween(schedule, to.getTime(), until.getTime());
  const rest = schedule.kind === 'cron' ? countCron(schedule, to.getTime() + 1, last) : 0;
  return { from, to: new Date(last), count: FEW + 1 + rest };
}

/** The last occurrence up to `until`, when `from` is one: halves the time in which it can be, about 40 times at most. */
function lastBetween(schedule: Schedule, from: number, until: number): number {
  const next = (after: number): number =>
    nextOccurrence(schedule, UNBOUNDED, new Date(after))?.getTime() ?? Infinity;
  let last = from;
  let noneAfter = until;
  while (last < noneAfter) {
    const middle = Math.floor((last + noneAfter) / 2);
    const found = next(middle);
    if (found <= noneAfter) last = found;
    else noneAfter = middle;
  }
  return last;
}
