import { patternOf } from './cron.js';
import { occurrences } from './next-occurrence.js';
import type { Bounds, Schedule } from './schedule.js';
import { clockChanges, skipsDayOf, type Stretch } from './zone.js';

const MOST_NOTES = 20;
/** Changes of the clocks are looked for as far ahead as this: nobody knows what the law will be later. */
const HORIZON_MS = 10 * 366 * 86_400_000;

/**
 * Plain sentences about the local times of a cron schedule, among its next `count` occurrences, that do not exist or
 * occur twice, and what becomes of them. At most 20, over at most ten years.
 */
export function daylightNotes(schedule: Schedule, bounds: Bounds, after: Date, count: number): string[] {
  if (schedule.kind !== 'cron') return [];
  const next = occurrences(schedule, bounds, after, count);
  const last = (next.length < count ? bounds.endAt : null) ?? next.at(-1) ?? after;
  const from = Math.max(after.getTime(), bounds.startAt?.getTime() ?? 0);
  const until = Math.min(last.getTime(), from + HORIZON_MS);
  const notes: string[] = [];
  for (const change of clockChanges(schedule.timezone, from, until)) {
    const note =
      change.offset > change.offsetBefore ? gapNote(schedule, change) : repeatNote(schedule, change);
    if (note !== null) notes.push(note);
    if (notes.length === MOST_NOTES) break;
  }
  return notes;
}

interface CronInZone {
  cron: string;
  timezone: string;
}

function gapNote(schedule: CronInZone, change: Stretch): string | null {
  const [from, until] = [change.start + change.offsetBefore, change.start + change.offset];
  const missing = matchIn(schedule, from, until);
  if (missing === null) return null;
  if (skipsDayOf(missing, change))
    return `${day(missing)} does not exist in ${schedule.timezone}: nothing fires on it.`;
  return patternOf(schedule).isFixedTime
    ? `${local(missing)} does not exist in ${schedule.timezone}: it fires once, at the first instant after the gap, ${local(until)} (${utc(change.start)}).`
    : `Times from ${local(from)} to ${local(until)} do not exist in ${schedule.timezone}: nothing fires for them.`;
}

function repeatNote(schedule: CronInZone, change: Stretch): string | null {
  const [from, until] = [change.start + change.offset, change.start + change.offsetBefore];
  const repeated = matchIn(schedule, from, until);
  if (repeated === null) return null;
  return patternOf(schedule).isFixedTime
    ? `${local(repeated)} occurs twice in ${schedule.timezone}: it fires once, at the first (${utc(repeated - change.offsetBefore)}).`
    : `Times from ${local(from)} to ${local(until)} occur twice in ${schedule.timezone}: it fires both times.`;
}

function matchIn(schedule: CronInZone, from: number, until: number): number | null {
  const match = patternOf(schedule).next(from - 1);
  return match !== null && match < until ? match : null;
}

function day(wallClock: number): string {
  return new Date(wallClock).toISOString().slice(0, 10);
}

/** `2026-03-29 02:30`, with seconds where there are any. */
function local(wallClock: number): string {
  return new Date(wallClock).toISOString().slice(0, 19).replace('T', ' ').replace(/:00$/, '');
}

function utc(at: number): string {
  return new Date(at).toISOString();
}
