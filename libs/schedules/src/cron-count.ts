import { nextCron, patternOf, type CronSchedule } from './cron.js';
import type { WallClockPattern } from './cron-pattern.js';
import { stretchAt } from './zone.js';

const DAY = 86_400_000;

/**
 * How many occurrences lie in [`from`, `until`]. A pattern that fires every second has 31 million in a year, so the days
 * are counted and not the occurrences: a year takes at most 400 steps.
 */
export function countCron(schedule: CronSchedule, from: number, until: number): number {
  const pattern = patternOf(schedule);
  let count = 0;
  if (pattern.isFixedTime) {
    for (let at = nextCron(schedule, from - 1); at !== null && at <= until; at = nextCron(schedule, at))
      count++;
    return count;
  }
  for (let at = from; at <= until;) {
    const { offset, end } = stretchAt(schedule.timezone, at);
    count += countWallClock(pattern, at + offset, Math.min(end, until + 1) + offset);
    at = end;
  }
  return count;
}

/** Matches among the wall-clock times of [`from`, `until`). */
function countWallClock(pattern: WallClockPattern, from: number, until: number): number {
  let count = 0;
  for (let match = pattern.next(from - 1); match !== null && match < until;) {
    const midnight = Math.floor(match / DAY) * DAY;
    count += timesBefore(pattern, until - midnight) - timesBefore(pattern, from - midnight);
    match = pattern.next(midnight + DAY - 1);
  }
  return count;
}

/** How many times of a day lie before one, given in milliseconds from midnight; below 0 and beyond the day as well. */
function timesBefore({ hours, minutes, seconds }: WallClockPattern, time: number): number {
  const perMinute = seconds.length;
  const perHour = minutes.length * perMinute;
  if (time <= 0) return 0;
  if (time >= DAY) return hours.length * perHour;
  const second = Math.ceil(time / 1000);
  const [hour, minute] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
  const inMinute = minutes.includes(minute) ? below(seconds, second % 60) : 0;
  const inHour = hours.includes(hour) ? below(minutes, minute) * perMinute + inMinute : 0;
  return below(hours, hour) * perHour + inHour;
}

function below(values: number[], limit: number): number {
  return values.filter((value) => value < limit).length;
}
