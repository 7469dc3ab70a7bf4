import { CronDate, CronPattern } from 'croner';

/**
 * A cron pattern (Open Cron Pattern Specification), matched against wall-clock time alone. A wall-clock time is written
 * as the milliseconds since the epoch that it would be in UTC. `croner` parses and matches; zones are not its part here,
 * see cron.ts.
 */
export interface WallClockPattern {
  /**
   * Whether seconds, minutes and hours each have one value, so that a day has one time. croner's own distinction, which
   * decides what becomes of local times that do not exist or occur twice.
   */
  isFixedTime: boolean;
  /** The seconds of a day, the minutes of an hour and so on that match, ascending. */
  seconds: number[];
  minutes: number[];
  hours: number[];
  /** The first matching wall-clock time after the given one; null when none comes within 400 years. */
  next(wallClock: number): number | null;
}

/** Throws the parser's TypeError or RangeError for a text that is no pattern of five or six fields. */
export function parseCron(cron: string): WallClockPattern {
  const pattern = new CronPattern(cron, undefined, { mode: '5-or-6-parts' });
  pattern.year = []; // 10,000 entries that are read only when a pattern has a year field
  return {
    isFixedTime: pattern.isFixedTime,
    seconds: indexesOf(pattern.second),
    minutes: indexesOf(pattern.minute),
    hours: indexesOf(pattern.hour),
    next: (wallClock) =>
      new CronDate(new Date(wallClock), 0).increment(pattern, { domAndDow: false }, false)?.getTime() ?? null,
  };
}

function indexesOf(flags: number[]): number[] {
  return flags.flatMap((flag, index) => (flag ? [index] : []));
}
