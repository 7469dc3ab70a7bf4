import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { expectedFirings, FORECAST_MINUTES, type ArmedSchedule } from './expected-firings.js';
import { occurrences } from './next-occurrence.js';
import { UNBOUNDED, type Schedule } from './schedule.js';

vi.setConfig({ testTimeout: 60_000 });

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** In or near a change of the clocks for some of the zones below, and on a usual day. */
const ORIGINS = [
  '2026-03-08T00:00Z',
  '2026-11-01T01:00Z',
  '2026-03-29T00:30Z',
  '2026-10-25T00:00Z',
  '2026-06-10T12:34Z',
];
const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
];

const numbers = (max: number) =>
  fc.uniqueArray(fc.integer({ min: 0, max }), { minLength: 1, maxLength: 5 }).map((list) => list.join());
const field = (max: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min: 0, max }).map(String),
    numbers(max),
    fc.constantFrom('*/7', '1-3'),
  );
const cron = fc
  .tuple(
    fc.option(fc.oneof(numbers(59), fc.constant('*/20'))),
    field(59),
    field(23),
    fc.constantFrom('* * *', '* * 1-5', 'L * *', '1 * 0'),
  )
  .map(([second, minute, hour, days]) =>
    [...(second === null ? [] : [second]), minute, hour, days].join(' '),
  );

const schedules = (origin: number): fc.Arbitrary<Schedule> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('cron' as const), cron, timezone: fc.constantFrom(...ZONES) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('every' as const),
        everyMs: fc.oneof(
          fc.constantFrom(1000, 7000, 1001, 30_000, 60_000, 90_000, 3_600_000, DAY),
          fc.integer({ min: 1000, max: 2 * DAY }),
        ),
        anchor: fc.integer({ min: -3 * DAY, max: DAY }).map((ms) => new Date(origin + ms)),
      }),
    },
    {
      weight: 1,
      arbitrary: fc
        .integer({ min: -DAY, max: DAY })
        .map((ms) => ({ kind: 'once' as const, at: new Date(origin + ms) })),
    },
  );

interface Case {
  origin: Date;
  armed: ArmedSchedule;
}

/** Schedules as they stand at an origin: what is up next is mostly ahead, and sometimes overdue. */
const cases: fc.Arbitrary<Case> = fc.constantFrom(...ORIGINS).chain((text) => {
  const origin = new Date(text);
  return fc
    .record({
      schedule: schedules(origin.getTime()),
      behindMs: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: DAY })),
      endMs: fc.option(fc.integer({ min: 0, max: DAY }), { freq: 2 }),
      runsLeft: fc.option(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3000 }))),
      firesLate: fc.boolean(),
      jitterShare: fc.double({ min: 0.01, max: 1, noNaN: true }),
    })
    .map(({ schedule, behindMs, endMs, runsLeft, firesLate, jitterShare }) => {
      const [next, following] = occurrences(schedule, UNBOUNDED, new Date(origin.getTime() - behindMs), 2);
      const endAt = endMs === null ? null : new Date(origin.getTime() + endMs);
      const interval =
        next && following ? Math.min(following.getTime() - next.getTime(), 3 * 3_600_000) : MINUTE;
      const armed = {
        schedule,
        next: next!,
        bounds: { startAt: null, endAt, runsLeft },
        maxJitterMs: Math.floor(interval * jitterShare),
        firesLate,
      };
      return { origin, armed };
    })
    .filter(
      ({ armed }) =>
        armed.next !== undefined && (armed.bounds.endAt === null || armed.next < armed.bounds.endAt),
    );
});

/** Each occurrence on its own: what is overdue, then all there are. */
function spelledOut({ origin, armed }: Case): number[] {
  const { schedule, bounds, next, maxJitterMs, firesLate } = armed;
  const [start, end] = [origin.getTime(), origin.getTime() + DAY];
  const isOverdue = next.getTime() < start;
  const pending = isOverdue && next.getTime() + maxJitterMs > start;
  const overdueFires = isOverdue && firesLate;
  const runsLeft = bounds.runsLeft === null ? null : bounds.runsLeft - (overdueFires ? 1 : 0);
  const endAt = new Date(Math.min(bounds.endAt?.getTime() ?? Infinity, end));
  const after = new Date(Math.max(next.getTime(), start) - 1);
  const minutes = Array<number>(FORECAST_MINUTES).fill(0);
  const add = (from: number, until: number) => {
    for (let minute = 0; minute < FORECAST_MINUTES; minute++) {
      const [a, b] = [start + minute * MINUTE, start + (minute + 1) * MINUTE];
      if (from === until) minutes[minute]! += from >= a && from < b ? 1 : 0;
      else minutes[minute]! += Math.max(0, Math.min(b, until) - Math.max(a, from)) / (until - from);
    }
  };
  if (overdueFires) add(start, pending ? next.getTime() + maxJitterMs : start);
  for (const at of occurrences(schedule, { startAt: null, endAt, runsLeft }, after, Infinity)) {
    const minute = Math.floor((at.getTime() - start) / MINUTE);
    if (maxJitterMs === 0) minutes[minute]! += 1;
    else add(at.getTime(), at.getTime() + maxJitterMs);
  }
  return minutes;
}

describe('The firings to expect of a schedule, minute by minute', () => {
  it('are its occurrences, exactly, when there is no jitter', () => {
    fc.assert(
      fc.property(cases, ({ origin, armed }) => {
        const steady = { origin, armed: { ...armed, maxJitterMs: 0 } };
        expect([...expectedFirings(steady.armed, origin)]).toEqual(spelledOut(steady));
      }),
      { numRuns: 700 },
    );
  });

  it('are its occurrences shared out over their jitter', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const few = {
          ...one,
          armed: {
            ...one.armed,
            bounds: { ...one.armed.bounds, runsLeft: Math.min(one.armed.bounds.runsLeft ?? 150, 150) },
          },
        };
        const expected = spelledOut(few);
        const answered = expectedFirings(few.armed, few.origin);
        const furthest = Math.max(
          ...expected.map((firings, minute) => Math.abs(firings - answered[minute]!)),
        );
        expect(furthest).toBeLessThan(1e-6);
      }),
      { numRuns: 300 },
    );
  });
});
