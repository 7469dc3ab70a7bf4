import { firesAt, firstFiringAfter, following, type ScheduleAhead } from './first-firing.js';
import { spanOf } from './span.js';

export interface FiringAhead {
  occurrence: Date;
  /** Later by its jitter. */
  firesAt: Date;
}

/**
 * The firings of a trigger from an instant on, in order, as long as its schedule goes on: what it would fire if every
 * firing from `origin` on came at its time. Of what was to fire before `origin` one is left, `due`, and that only if it
 * `firesLate`; it comes first, unless `from` is later than `origin`. Going on costs an occurrence each, and beginning far
 * ahead no more, also where runs have to be counted up to there.
 * @param origin the start of the present minute, as in a forecast
 */
export function* firingsAhead(
  ahead: ScheduleAhead & { firesLate: boolean },
  origin: Date,
  from: Date,
): Generator<FiringAhead> {
  const start = origin.getTime();
  let runs = ahead.bounds.runsLeft ?? Infinity;
  if (ahead.firesLate && runs > 0 && firesAt(ahead, ahead.due) < start) {
    runs--;
    if (from <= origin) yield firing(ahead, ahead.due);
  }
  const first = firstFiringAfter(ahead, start - 1);
  let next = from > origin ? firstFiringAfter(ahead, from.getTime() - 1) : first;
  if (runs !== Infinity && first !== null && next !== null && first < next)
    runs -= spanOf(ahead.schedule, first, new Date(next.getTime() - 1)).count;
  for (; next !== null && runs > 0; next = following(ahead, next), runs--) yield firing(ahead, next);
}

function firing(ahead: ScheduleAhead, occurrence: Date): FiringAhead {
  return { occurrence, firesAt: new Date(firesAt(ahead, occurrence)) };
}
