import { nextOccurrence } from './next-occurrence.js';
import { UNBOUNDED, type Schedule } from './schedule.js';
import type { Span } from './span.js';

/**
 * The last `count` occurrences of a span that lie before an instant, latest first. It looks into the end of the span, as
 * far back as an even spread would need and further while that is not enough: a year of seconds is not gone through.
 */
export function lastOccurrences(schedule: Schedule, span: Span, before: Date, count: number): Date[] {
  const from = span.from.getTime();
  const end = Math.min(span.to.getTime(), before.getTime() - 1);
  if (end < from || count <= 0) return [];
  const pitch = (span.to.getTime() - from) / Math.max(span.count - 1, 1);
  for (let reach = Math.max(pitch * (count + 1), 1); ; reach *= 4) {
    const start = Math.max(from, end - reach);
    const found = between(schedule, start, end);
    if (start === from || found.length >= count) return found.slice(-count).toReversed();
  }
}

function between(schedule: Schedule, from: number, to: number): Date[] {
  const found: Date[] = [];
  let at = nextOccurrence(schedule, UNBOUNDED, new Date(from - 1));
  while (at !== null && at.getTime() <= to) {
    found.push(at);
    at = nextOccurrence(schedule, UNBOUNDED, at);
  }
  return found;
}
