import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalMs } from './every.js';
import { nextOccurrence, occurrences } from './next-occurrence.js';
import { UNBOUNDED, type Bounds, type Schedule } from './schedule.js';

const AT = new Date('2026-03-01T10:00:00Z');
const later = (ms: number) => new Date(AT.getTime() + ms);
const EVERY: Schedule = { kind: 'every', everyMs: 90_000, anchor: AT };

describe('A schedule of one time', () => {
  const once: Schedule = { kind: 'once', at: AT };

  it('has that one', () => {
    expect(occurrences(once, UNBOUNDED, later(-1), 10)).toEqual([AT]);
    expect(nextOccurrence(once, UNBOUNDED, AT)).toBeNull();
  });
});

describe('An interval', () => {
  it('has its first occurrence one interval after the anchor', () => {
    for (const after of [later(-86_400_000), AT, later(89_999)])
      expect(nextOccurrence(EVERY, UNBOUNDED, after)).toEqual(later(90_000));
    expect(nextOccurrence(EVERY, UNBOUNDED, later(90_000))).toEqual(later(180_000));
  });

  it('is elapsed time: days are 24 hours when the clocks change', () => {
    const anchor = new Date('2026-03-07T17:00:00Z'); // noon in New York, the day before
    const daily: Schedule = { kind: 'every', everyMs: 86_400_000, anchor };

    expect(nextOccurrence(daily, UNBOUNDED, anchor)).toEqual(new Date('2026-03-08T17:00:00Z'));
  });

  it.each([
    ['1s', 1000],
    ['1.001s', 1001],
    ['1500.4ms', 1500],
    ['400d', 34_560_000_000],
  ])('of %s is whole milliseconds', (every, ms) => {
    expect(intervalMs(every)).toBe(ms);
  });

  it('never drifts: each occurrence is a whole number of intervals from the anchor, the next after what is asked', () => {
    const instants = fc.integer({ min: -(10 ** 12), max: 10 ** 13 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 400 * 86_400_000 }),
        instants,
        instants,
        (everyMs, anchor, after) => {
          const schedule: Schedule = { kind: 'every', everyMs, anchor: new Date(anchor) };
          const next = nextOccurrence(schedule, UNBOUNDED, new Date(after))!.getTime();

          expect(next).toBeGreaterThan(Math.max(after, anchor));
          expect((next - anchor) % everyMs).toBe(0);
          expect(next - everyMs <= Math.max(after, anchor)).toBe(true);
        },
      ),
    );
  });
});

describe('The bounds of a schedule', () => {
  const bounded = (bounds: Partial<Bounds>, after = later(-3_600_000)) =>
    occurrences(
      { kind: 'cron', cron: '*/30 * * * *', timezone: 'UTC' },
      { ...UNBOUNDED, ...bounds },
      after,
      3,
    );

  it('include start_at', () => {
    expect(bounded({ startAt: AT })[0]).toEqual(AT);
    expect(bounded({ startAt: later(1) })[0]).toEqual(later(1_800_000));
    expect(bounded({ startAt: later(-86_400_000) })[0]).toEqual(later(-1_800_000));
  });

  it('exclude end_at', () => {
    expect(bounded({ endAt: AT })).toEqual([later(-1_800_000)]);
    expect(bounded({ endAt: later(1) })).toEqual([later(-1_800_000), AT]);
    expect(bounded({ endAt: later(-3_600_000) })).toEqual([]);
  });

  it('end it when no run is left', () => {
    expect(bounded({ runsLeft: 2 })).toHaveLength(2);
    expect(bounded({ runsLeft: 0 })).toEqual([]);
    expect(nextOccurrence(EVERY, { ...UNBOUNDED, runsLeft: 0 }, AT)).toBeNull();
  });

  it('hold for every kind: nothing comes before start_at, nor at or after end_at', () => {
    const schedules = fc.constantFrom<Schedule>(
      EVERY,
      { kind: 'once', at: AT },
      { kind: 'cron', cron: '*/7 9-10 * * *', timezone: 'Asia/Kathmandu' },
      { kind: 'cron', cron: '30 15 * * *', timezone: 'Asia/Kathmandu' },
    );
    const offset = fc.integer({ min: -86_400_000, max: 86_400_000 }).map(later);
    fc.assert(
      fc.property(schedules, offset, offset, offset, (schedule, startAt, endAt, after) => {
        for (const at of occurrences(schedule, { startAt, endAt, runsLeft: null }, after, 1000))
          expect(at >= startAt && at < endAt && at > after).toBe(true);
      }),
    );
  });
});
