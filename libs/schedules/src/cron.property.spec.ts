import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { countCron } from './cron-count.js';
import { occurrences } from './next-occurrence.js';
import { UNBOUNDED, type Schedule } from './schedule.js';
import { spanOf } from './span.js';

vi.setConfig({ testTimeout: 30_000 });

const HOUR = 3_600_000;
/** A window around a change of the clocks, and what is special about it. */
const WINDOWS = [
  ['America/New_York', '2026-03-07T00:00Z'],
  ['America/New_York', '2026-10-31T00:00Z'],
  ['America/Sao_Paulo', '2018-11-03T00:00Z'],
  ['America/Sao_Paulo', '2019-02-16T00:00Z'],
  ['Australia/Lord_Howe', '2026-10-02T12:00Z'],
  ['Australia/Lord_Howe', '2026-04-03T12:00Z'],
  ['Pacific/Apia', '2011-12-29T00:00Z'],
  ['Africa/Casablanca', '2026-02-14T00:00Z'],
  ['Africa/Casablanca', '2026-03-21T00:00Z'],
  ['America/Nuuk', '2024-03-30T00:00Z'],
  ['America/Nuuk', '2024-10-26T00:00Z'],
  ['Asia/Kathmandu', '2026-03-01T00:00Z'],
] as const;
const WINDOW_MINUTES = 48 * 60;

/** Minutes of a pattern, as sets and as the text that says the same. */
const fields = fc.record({
  minutes: fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 4 }),
  hours: fc.oneof(
    fc.constant(null),
    fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 2 }),
    fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 3 }),
  ),
});
const one = fc.record({
  minutes: fc.integer({ min: 0, max: 59 }).map((m) => [m]),
  hours: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })).map((h) => [h]),
});
type Fields = { minutes: number[]; hours: number[] | null };
const textOf = ({ minutes, hours }: Fields) => `${minutes.join()} ${hours?.join() ?? '*'} * * *`;
const cases = fc.tuple(fc.constantFrom(...WINDOWS), fc.oneof(fields, one));

interface Minute {
  at: number;
  day: string;
  time: number;
}

/** Every minute of a window with its local day and time, as Intl says it: nothing here is shared with the code. */
function minutesOf(zone: string, from: number): Minute[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return Array.from({ length: WINDOW_MINUTES }, (_, n) => {
    const at = from + n * 60_000;
    const [day, time] = format.format(at).split(' ');
    const [hour, minute] = time!.split(':').map(Number);
    return { at, day: day!, time: hour! * 60 + minute! };
  });
}

const known = new Map(WINDOWS.map(([zone, from]) => [`${zone}${from}`, minutesOf(zone, Date.parse(from))]));

function bruteForce([zone, from]: (typeof WINDOWS)[number], { minutes, hours }: Fields): number[] {
  const all = known.get(`${zone}${from}`)!;
  if (minutes.length > 1 || hours?.length !== 1)
    return all
      .filter(({ time }) => minutes.includes(time % 60) && (hours?.includes(Math.floor(time / 60)) ?? true))
      .map(({ at }) => at);
  const wanted = hours[0]! * 60 + minutes[0]!;
  return [...new Set(all.map(({ day }) => day))].flatMap((day) => {
    const exact = all.find((minute) => minute.day === day && minute.time === wanted);
    const after = all.findIndex((minute) => minute.day > day || (minute.day === day && minute.time > wanted));
    // The first day begins before the window, the last ends after it.
    if (!exact && after <= 0) return [];
    return [(exact ?? all[after]!).at];
  });
}

function within(schedule: Schedule, after: number, until: number): number[] {
  const bounds = { ...UNBOUNDED, endAt: new Date(until) };
  return occurrences(schedule, bounds, new Date(after), Infinity).map(Number);
}

describe('The occurrences of a cron schedule', () => {
  it('are those that looking at each minute of the wall clock finds', () => {
    fc.assert(
      fc.property(cases, ([window, fields]) => {
        const [timezone, start] = window;
        const from = Date.parse(start);
        const schedule: Schedule = { kind: 'cron', cron: textOf(fields), timezone };

        expect(within(schedule, from - 1, from + WINDOW_MINUTES * 60_000)).toEqual(
          bruteForce(window, fields),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('are those of croner, except after a gap that ends at midnight', () => {
    const zones = WINDOWS.filter(([zone]) => zone !== 'America/Nuuk');
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.oneof(fields, one), ([timezone, from], fields) => {
        const cron = textOf(fields);
        const theirs = new Cron(cron, { timezone, paused: true }).nextRuns(30, new Date(from));

        expect(occurrences({ kind: 'cron', cron, timezone }, UNBOUNDED, new Date(from), 30)).toEqual(theirs);
      }),
      { numRuns: 200 },
    );
  });

  it('are those of croner for days, months and seconds too', () => {
    const patterns = [
      '0 0 L * *',
      '30 2 * 3 0#2',
      '0 0 13 * 5',
      '15,45 30 1 * 11 SUN',
      '0 3 1W * *',
      '0 0 29 2 *',
      '5 */7 0-3 * * *',
      '0 12 LW 2 *',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...patterns),
        fc.constantFrom(...WINDOWS.map(([zone]) => zone)),
        fc.date({ min: new Date('2000-01-01'), max: new Date('2037-01-01'), noInvalidDate: true }),
        (cron, timezone, after) => {
          const theirs = new Cron(cron, { timezone, paused: true }).nextRuns(10, after);

          expect(occurrences({ kind: 'cron', cron, timezone }, UNBOUNDED, after, 10)).toEqual(theirs);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('strictly increase, and are the same when a window is split at any instant', () => {
    fc.assert(
      fc.property(
        cases,
        fc.integer({ min: 0, max: WINDOW_MINUTES * 60_000 - 1 }), // the window's end is not part of it
        ([[timezone, start], fields], cut) => {
          const schedule: Schedule = { kind: 'cron', cron: textOf(fields), timezone };
          const [from, until] = [Date.parse(start), Date.parse(start) + WINDOW_MINUTES * 60_000];
          const whole = within(schedule, from, until);

          expect(whole).toEqual([...new Set(whole)].toSorted((a, b) => a - b));
          expect([...within(schedule, from, from + cut + 1), ...within(schedule, from + cut, until)]).toEqual(
            whole,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are counted without being listed', () => {
    const bounds = fc.tuple(fc.integer({ min: 0, max: 48 * HOUR }), fc.integer({ min: 0, max: 48 * HOUR }));
    fc.assert(
      fc.property(cases, fc.boolean(), bounds, ([[timezone, start], fields], everySecond, [a, b]) => {
        const cron = `${everySecond ? '*/20' : '0'} ${textOf(fields)}`;
        const [from, until] = [Date.parse(start) + Math.min(a, b), Date.parse(start) + Math.max(a, b)];
        const schedule = { kind: 'cron' as const, cron, timezone };
        const listed = occurrences(schedule, UNBOUNDED, new Date(from - 1), 2000).filter(
          (at) => +at <= until,
        );

        expect(countCron(schedule, from, until)).toBe(listed.length);
        if (listed.length > 0)
          expect(spanOf(schedule, listed[0]!, new Date(until))).toEqual({
            from: listed[0],
            to: listed.at(-1),
            count: listed.length,
          });
      }),
      { numRuns: 80 },
    );
  });
});
