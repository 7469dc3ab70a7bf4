import { parseDuration } from '@app/clock';
import { scheduleFaults } from './faults.js';
import { MINUTE_MS } from './spread.js';

/** A schedule as a client writes it. */
export interface WrittenSchedule {
  cron: string | null;
  timezone: string | null;
  every: string | null;
  jitter: string | null;
}

/** What is suggested, shortest first; less would leave the firings in their minute. */
const LENGTHS = '2m 3m 5m 10m 15m 20m 30m 45m 1h 90m 2h 3h 4h 6h 8h 12h'.split(' ');

/** The longest jitter that may be suggested for a schedule, since it must be shorter than the interval; null if none may. */
export function longestJitter({ cron, timezone, every }: WrittenSchedule): string | null {
  return LENGTHS.findLast((jitter) => scheduleFaults({ cron, timezone, every, jitter }).length === 0) ?? null;
}

/**
 * The jitter that thins out so many firings of one minute to `usual` a minute: the shortest that does, else the longest that
 * is allowed. Null when that is no more than there is already, or below a minute, which would leave them in it.
 */
export function suggestJitter({
  firings,
  usual,
  present,
  longest,
}: Record<'present' | 'longest', string | null> & Record<'firings' | 'usual', number>): string | null {
  const allowed = LENGTHS.slice(0, LENGTHS.indexOf(longest ?? '') + 1);
  const wanted = allowed.find((length) => firings / (ms(length) / MINUTE_MS) <= usual) ?? allowed.at(-1);
  return wanted !== undefined && ms(wanted) > ms(present) ? wanted : null;
}

function ms(duration: string | null): number {
  return parseDuration(duration) ?? 0;
}
