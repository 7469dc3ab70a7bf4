import { durationMs, Pace } from '@app/clock';
import { unavailable } from '@app/errors';
import { nextOccurrence, UNBOUNDED } from '@app/schedules';

/** Enough for 100,000 different patterns, of which each takes less than a tenth of a millisecond to be read and searched. */
const LONGEST_MS = 10_000;

/** A pattern that some triggers have; an empty `jitter` stands for none. */
export interface Pattern {
  cron: string;
  timezone: string;
  jitter: string;
}

/** An instant that a pattern names. */
export interface PatternInstant extends Pattern {
  /** Ms since the epoch. */
  at: number;
}

/**
 * What says where triggers of these patterns fire first after `after`: the instants whose jitter may reach it, and the
 * first that is named after it; none from `until` on. All in ms since the epoch. Pauses, so that nobody else has to wait
 * for the event loop. Throws `unavailable` when there are too many.
 */
export async function instantsOf(
  patterns: Pattern[],
  after: number,
  until: number,
): Promise<PatternInstant[]> {
  const pace = new Pace();
  const giveUpAt = performance.now() + LONGEST_MS;
  const instants: PatternInstant[] = [];
  for (const pattern of patterns) {
    const { cron, timezone, jitter } = pattern;
    const reach = jitter === '' ? 0 : durationMs(jitter);
    for (let at = Math.ceil(after - reach) - 1; at <= after;) {
      const next = nextOccurrence({ kind: 'cron', cron, timezone }, UNBOUNDED, new Date(at));
      at = next?.getTime() ?? Infinity;
      if (at < until) instants.push({ ...pattern, at });
    }
    if (pace.isDue) await pace.pause();
    if (performance.now() > giveUpAt)
      throw unavailable('forecast.too_slow', 'The schedules are too many different ones. Narrow the list.');
  }
  return instants;
}
