import { firstFiringAfter, following, type ScheduleAhead } from './first-firing.js';
import { spanOf, type Span } from './span.js';

/** Firings by one settling at most: the most that `fire_all` makes up for, and what one transaction is asked to carry. */
const MOST_AT_ONCE = 1000;

export interface DueSchedule extends ScheduleAhead {
  policy: 'fire_once' | 'fire_all' | 'skip';
  /** An occurrence that is later than this is a missed one. */
  graceMs: number;
  now: Date;
  mostAtOnce?: number;
}

export interface Settlement {
  /** To be fired, oldest first. */
  fire: Date[];
  /** Not fired: let go by `skip`, or beyond the most that `fire_all` makes up for. */
  missed: Span | null;
  /** Not fired: the event of a later one stands for them. */
  collapsed: Span | null;
  /** The first occurrence that is not dealt with, null when the schedule has ended. It fires its jitter later. */
  next: Date | null;
  /** Whether `next` is due already, because this settling is full. */
  more: boolean;
}

/**
 * What becomes of the occurrences of a trigger that are due at `now`, nominal instant and jitter taken together. One within
 * the grace fires; later ones are ruled by the misfire policy: `fire_once` fires the latest of them, `fire_all` each, oldest
 * first, up to `mostAtOnce`, `skip` none. Each ends in exactly one of `fire`, `missed` and `collapsed`, unless firing uses up
 * `runsLeft`: with the last run the schedule is over, and what would come after it is no occurrence.
 *
 * Time and memory are bounded, also when a trigger of every second was due for a year.
 */
export function settle(input: DueSchedule): Settlement {
  const { graceMs, now, mostAtOnce = MOST_AT_ONCE } = input;
  const runs = input.bounds.runsLeft ?? Infinity;
  if (runs <= 0) return { fire: [], missed: null, collapsed: null, next: null, more: false };

  const onTime = firstFiringAfter(input, now.getTime() - graceMs - 1);
  const ahead = firstFiringAfter(input, now.getTime());
  const isDue = (at: Date | null): at is Date => at !== null && (ahead === null || at < ahead);

  const { fire, ...others } = ruleMissed(input, onTime, runs);
  let next = onTime;
  for (; isDue(next) && fire.length < Math.min(runs, mostAtOnce); next = following(input, next))
    fire.push(next);
  if (fire.length >= runs) next = null;
  return { fire, ...others, next, more: isDue(next) };
}

type Ruling = Pick<Settlement, 'fire' | 'missed' | 'collapsed'>;

/** Rules what was due before `onTime`, all of which is missed. */
function ruleMissed(input: DueSchedule, onTime: Date | null, runs: number): Ruling {
  const { schedule, bounds, policy, due, now } = input;
  if (onTime?.getTime() === due.getTime()) return { fire: [], missed: null, collapsed: null };
  const end = Math.min(onTime?.getTime() ?? Infinity, bounds.endAt?.getTime() ?? Infinity, now.getTime() + 1);
  const all = spanOf(schedule, due, new Date(end - 1));
  if (policy === 'skip') return { fire: [], missed: all, collapsed: null };
  if (policy === 'fire_all') return makeUpForEach(input, all, runs);
  const others = all.count > 1 ? spanOf(schedule, due, new Date(all.to.getTime() - 1)) : null;
  return { fire: [all.to], missed: null, collapsed: others };
}

function makeUpForEach(input: DueSchedule, all: Span, runs: number): Ruling {
  const most = Math.min(runs, input.mostAtOnce ?? MOST_AT_ONCE, all.count);
  const fire = [all.from];
  let next = following(input, all.from);
  for (; fire.length < most; next = following(input, next!)) fire.push(next!);
  const isFull = most < Math.min(runs, all.count);
  return { fire, missed: isFull ? spanOf(input.schedule, next!, all.to) : null, collapsed: null };
}
