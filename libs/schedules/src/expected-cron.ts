import { nextCron, patternOf, type CronSchedule } from './cron.js';
import type { WallClockPattern } from './cron-pattern.js';
import { addSpread, MINUTE_MS, type Window } from './spread.js';
import { stretchAt } from './zone.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Adds the expected firings of a cron schedule, by minutes and not by occurrences: a pattern may fire every second. */
export function addCron(
  minutes: Float64Array,
  schedule: CronSchedule,
  window: Window,
  jitterMs: number,
): void {
  const pattern = patternOf(schedule);
  if (pattern.isFixedTime) return addFixedTime(minutes, schedule, window, jitterMs);
  const fullMinute = new FullMinute(pattern, jitterMs);
  let { runs } = window;
  for (let at = window.from; at < window.until && runs > 0;) {
    const { offset, end } = stretchAt(schedule.timezone, at);
    const until = Math.min(end, window.until);
    const stretch = { origin: window.origin + offset, from: at + offset, until: until + offset, runs };
    runs = addWallClock(minutes, fullMinute, stretch);
    at = end;
  }
}

/** One time a day. */
function addFixedTime(minutes: Float64Array, schedule: CronSchedule, window: Window, jitterMs: number): void {
  const { origin, from, until } = window;
  let { runs } = window;
  for (let at = nextCron(schedule, from - 1); at !== null && at < until && runs > 0; runs--) {
    addSpread(minutes, at - origin, jitterMs);
    at = nextCron(schedule, at);
  }
}

/** The same in wall-clock time, within a stretch of one offset; answers how many runs are left. */
function addWallClock(minutes: Float64Array, fullMinute: FullMinute, window: Window): number {
  const { pattern } = fullMinute;
  let { runs } = window;
  for (let match = pattern.next(window.from - 1); match !== null && match < window.until;) {
    const midnight = Math.floor(match / DAY) * DAY;
    for (const time of fullMinute.timesOfDay) {
      const at = midnight + time;
      if (at + MINUTE_MS > window.from && at < window.until)
        runs -= fullMinute.addTo(minutes, at, window, runs);
    }
    match = midnight + DAY < window.until ? pattern.next(midnight + DAY - 1) : null;
  }
  return runs;
}

/** What a pattern adds from a minute on that it matches; worked out once. */
class FullMinute {
  /** When the minutes that match begin, in ms from midnight. */
  readonly timesOfDay: number[];
  private readonly added: Float64Array;
  private readonly last: number;

  constructor(
    readonly pattern: WallClockPattern,
    private readonly jitterMs: number,
  ) {
    this.timesOfDay = pattern.hours.flatMap((hour) =>
      pattern.minutes.map((minute) => hour * HOUR + minute * MINUTE_MS),
    );
    this.added = new Float64Array(Math.ceil(jitterMs / MINUTE_MS) + 1);
    this.last = pattern.seconds.at(-1)! * 1000;
    for (const second of pattern.seconds) addSpread(this.added, second * 1000, jitterMs);
  }

  /** Answers how many occurrences the minute that begins at `time` has in the window, `runs` at most. */
  addTo(minutes: Float64Array, time: number, { origin, from, until }: Window, runs: number): number {
    const { seconds } = this.pattern;
    if (time < from || time + this.last >= until || seconds.length > runs) {
      const some = seconds
        .map((second) => time + second * 1000)
        .filter((at) => at >= from && at < until)
        .slice(0, runs);
      for (const at of some) addSpread(minutes, at - origin, this.jitterMs);
      return some.length;
    }
    const first = Math.floor((time - origin) / MINUTE_MS);
    const length = Math.min(this.added.length, minutes.length - first);
    for (let n = 0; n < length; n++) minutes[first + n]! += this.added[n]!;
    return seconds.length;
  }
}
