import { LRUCache } from 'lru-cache';
import { parseCron, type WallClockPattern } from './cron-pattern.js';
import { skipsDayOf, stretchAt, type Stretch } from './zone.js';

/** No two local times of one instant are further apart than this (UTC-12 to UTC+14), with an hour to spare. */
const SPREAD = 27 * 3_600_000;

export interface CronSchedule {
  cron: string;
  timezone: string;
}

interface Compiled {
  pattern: WallClockPattern;
  /** The last question and its answer: triggers that share a pattern come due together. */
  asked: number;
  answer: number | null;
}

const compiled = new LRUCache<string, Compiled>({ max: 2000 });

/**
 * The first occurrence after an instant, null when there is none before the year 3000.
 *
 * `croner` says which wall-clock times match; which instants those are is decided here, stretch by stretch of constant
 * offset, by croner's own rules: a pattern of one time a day makes up for a time that does not exist at the first instant
 * after the gap, and fires at the first of two equal times; any other pattern fires whenever the clock on the wall
 * matches. croner's `nextRun` does that as well, with two differences, the reasons to do it here:
 * it takes 40 to 70 µs, most of it for asking Intl again and again what the offset is; and it makes nothing up for a gap
 * that ends at midnight (America/Nuuk, every spring: 23:00 to 24:00 do not exist), since the first instant after it is
 * on another day. The day itself was not skipped, so by our contract it has its occurrence.
 */
export function nextCron(schedule: CronSchedule, after: number): number | null {
  const known = compile(schedule);
  if (known.asked !== after) {
    known.answer = search(known.pattern, schedule.timezone, after);
    known.asked = after;
  }
  return known.answer;
}

export function patternOf(schedule: CronSchedule): WallClockPattern {
  return compile(schedule).pattern;
}

function compile({ cron, timezone }: CronSchedule): Compiled {
  const key = `${timezone} ${cron}`;
  let known = compiled.get(key);
  if (!known) compiled.set(key, (known = { pattern: parseCron(cron), asked: NaN, answer: null }));
  return known;
}

function search(pattern: WallClockPattern, timezone: string, after: number): number | null {
  for (;;) {
    const stretch = stretchAt(timezone, after + 1);
    if (pattern.isFixedTime && after < stretch.start && isMadeUpFor(pattern, stretch)) return stretch.start;
    const from = Math.max(after, firstChance(pattern, stretch) - 1);
    const wallClock = pattern.next(from + stretch.offset);
    if (wallClock === null) return null;
    if (wallClock - stretch.offset < stretch.end) return wallClock - stretch.offset;
    after = stretch.end - 1;
    // An instant this far after `from` has a later local time in every stretch, so none of those below `wallClock` matches.
    if (stretch.end - from >= SPREAD) after = Math.max(after, wallClock - SPREAD);
  }
}

/** Whether a time of a fixed-time pattern lies in the gap before a stretch, on a day that had other times. */
function isMadeUpFor(pattern: WallClockPattern, stretch: Stretch): boolean {
  if (stretch.offset <= stretch.offsetBefore) return false;
  const missing = pattern.next(stretch.start + stretch.offsetBefore - 1);
  return missing !== null && missing < stretch.start + stretch.offset && !skipsDayOf(missing, stretch);
}

/** Where matching begins in a stretch: a fixed-time pattern leaves out the local times that have been before. */
function firstChance(pattern: WallClockPattern, { start, offset, offsetBefore }: Stretch): number {
  return pattern.isFixedTime && offset < offsetBefore ? start + offsetBefore - offset : start;
}
