import { describe, expect, it } from 'vitest';
import { lastOccurrences } from './last-occurrences.js';
import { occurrences } from './next-occurrence.js';
import { UNBOUNDED, type Schedule } from './schedule.js';
import { spanOf } from './span.js';

const START = new Date('2026-01-01T00:00:00Z');
const END = new Date('2027-01-01T00:00:00Z');
const SCHEDULES: Record<string, Schedule> = {
  'each second': { kind: 'every', everyMs: 1000, anchor: START },
  'each weekday': { kind: 'cron', cron: '0 10 * * 1-5', timezone: 'Europe/Berlin' },
  'a burst each month': { kind: 'cron', cron: '*/5 0 1 * *', timezone: 'UTC' },
  'a leap day': { kind: 'cron', cron: '0 0 29 2 *', timezone: 'UTC' },
  once: { kind: 'once', at: new Date('2026-06-01T00:00:00Z') },
};

describe.each(Object.entries(SCHEDULES))('Of %s', (_, schedule) => {
  const [first] = occurrences(schedule, UNBOUNDED, START, 1);
  const span = spanOf(schedule, first!, END);
  const all = occurrences(schedule, UNBOUNDED, START, Math.min(span.count, 3000));

  it.each([1, 7, 200])('the last %i are those that a list ends with', (count) => {
    const before = new Date(all.at(-1)!.getTime() + 1);

    expect(lastOccurrences(schedule, span, before, count)).toEqual(all.slice(-count).toReversed());
  });

  it('none lies before the first, and none is asked for', () => {
    expect(lastOccurrences(schedule, span, span.from, 5)).toEqual([]);
    expect(lastOccurrences(schedule, span, END, 0)).toEqual([]);
  });

  it('the last of all is where the span ends', () => {
    expect(lastOccurrences(schedule, span, new Date(span.to.getTime() + 1), 1)).toEqual([span.to]);
  });
});
