import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { jitterMs } from './jitter.js';
import { occurrences } from './next-occurrence.js';
import { UNBOUNDED, type Schedule } from './schedule.js';
import { settle, type DueSchedule } from './settle.js';
import type { Span } from './span.js';

vi.setConfig({ testTimeout: 30_000 });

const START = Date.parse('2026-10-31T00:00:00Z'); // two days before the clocks go back in New York

const schedules = fc.constantFrom<{ schedule: Schedule; shortest: number }>(
  { schedule: { kind: 'cron', cron: '*/10 * * * *', timezone: 'America/New_York' }, shortest: 600_000 },
  { schedule: { kind: 'cron', cron: '30 1 * * *', timezone: 'America/New_York' }, shortest: 82_800_000 },
  { schedule: { kind: 'cron', cron: '0,20 1,5 * * *', timezone: 'America/New_York' }, shortest: 1_200_000 },
  { schedule: { kind: 'every', everyMs: 754_321, anchor: new Date(START) }, shortest: 754_321 },
  { schedule: { kind: 'once', at: new Date(START + 1000) }, shortest: 86_400_000 },
);

const inputs = fc
  .record({
    timed: schedules,
    triggerId: fc.uuid(),
    policy: fc.constantFrom('fire_once' as const, 'fire_all' as const, 'skip' as const),
    graceMs: fc.oneof(fc.integer({ min: 0, max: 7_200_000 }), fc.integer({ min: 0, max: 300_000_000 })),
    jitterShare: fc.double({ min: 0, max: 1, noNaN: true }),
    lateMs: fc.oneof(fc.integer({ min: 0, max: 3_000_000 }), fc.integer({ min: 0, max: 250_000_000 })),
    endMs: fc.option(fc.integer({ min: 1, max: 250_000_000 })),
    runsLeft: fc.option(fc.integer({ min: 1, max: 30 })),
    mostAtOnce: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ timed, jitterShare, lateMs, endMs, runsLeft, ...rest }): Required<DueSchedule> => {
    const due = occurrences(timed.schedule, UNBOUNDED, new Date(START), 1)[0]!;
    const endAt = endMs === null ? null : new Date(due.getTime() + endMs);
    return {
      ...rest,
      schedule: timed.schedule,
      bounds: { startAt: null, endAt, runsLeft },
      maxJitterMs: Math.floor(jitterShare * timed.shortest),
      due,
      now: new Date(due.getTime() + lateMs),
    };
  });

const firesAt = (input: DueSchedule, at: Date) =>
  at.getTime() + jitterMs(input.triggerId, at, input.maxJitterMs);

function listed(input: DueSchedule, after: Date): Date[] {
  const endAt = new Date(Math.min(+(input.bounds.endAt ?? Infinity), input.now.getTime() + 90_000_000));
  return occurrences(input.schedule, { ...UNBOUNDED, endAt }, after, Infinity);
}

function spelledOut(input: DueSchedule, span: Span | null): Date[] {
  if (span === null) return [];
  const all = listed(input, new Date(span.from.getTime() - 1)).filter((at) => at <= span.to);
  expect(all).toHaveLength(span.count);
  expect([all[0], all.at(-1)]).toEqual([span.from, span.to]);
  return all;
}

const sorted = (dates: Date[]) => dates.toSorted((a, b) => a.getTime() - b.getTime());

describe('Settling what is due', () => {
  it('puts each due occurrence into exactly one of fired, missed and collapsed, and none that is not due', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const due = listed(input, new Date(input.due.getTime() - 1)).filter(
          (at) => firesAt(input, at) <= +input.now,
        );
        const { fire, missed, collapsed, next, more } = settle(input);
        const dealtWith = [...fire, ...spelledOut(input, missed), ...spelledOut(input, collapsed)];

        expect(sorted(dealtWith)).toEqual(due.slice(0, dealtWith.length));
        if (dealtWith.length < due.length) expect(more || fire.length === input.bounds.runsLeft).toBe(true);
        if (next !== null)
          expect(next).toEqual(
            listed(input, dealtWith.at(-1) ? sorted(dealtWith).at(-1)! : new Date(START))[0],
          );
        expect(more).toBe(next !== null && firesAt(input, next) <= input.now.getTime());
      }),
      { numRuns: 500 },
    );
  });

  it('fires what is on time, and of the rest what the policy says', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { fire, missed, collapsed, more } = settle({
          ...input,
          bounds: { ...input.bounds, runsLeft: null },
        });
        const late = (at: Date) => input.now.getTime() - firesAt(input, at) > input.graceMs;

        expect(fire).toEqual(sorted(fire));
        expect(fire.length).toBeLessThanOrEqual(input.mostAtOnce);
        if (more) expect(fire).toHaveLength(input.mostAtOnce);
        expect([...spelledOut(input, missed), ...spelledOut(input, collapsed)].every(late)).toBe(true);
        if (input.policy === 'skip') expect(fire.some(late)).toBe(false);
        if (input.policy === 'fire_once') expect(fire.filter(late).length).toBeLessThanOrEqual(1);
        if (input.policy !== 'fire_once') expect(collapsed).toBeNull();
        if (input.policy === 'fire_once') expect(missed).toBeNull();
        if (input.policy === 'fire_all' && missed) expect(fire).toHaveLength(input.mostAtOnce);
      }),
      { numRuns: 300 },
    );
  });

  it('again and again never repeats an occurrence, and makes no more events than there are runs', () => {
    fc.assert(
      fc.property(
        inputs,
        fc.array(fc.integer({ min: 0, max: 20_000_000 }), { maxLength: 5 }),
        (input, steps) => {
          const seen: Date[] = [];
          let fired = 0;
          let state: DueSchedule = input;
          for (const step of [0, ...steps]) {
            const { fire, missed, collapsed, next } = settle(state);
            seen.push(...sorted([...fire, ...spelledOut(state, missed), ...spelledOut(state, collapsed)]));
            fired += fire.length;
            if (next === null) break;
            const runsLeft = input.bounds.runsLeft === null ? null : input.bounds.runsLeft - fired;
            state = {
              ...state,
              due: next,
              now: new Date(state.now.getTime() + step),
              bounds: { ...input.bounds, runsLeft },
            };
          }

          expect(seen).toEqual(listed(state, new Date(input.due.getTime() - 1)).slice(0, seen.length));
          expect(fired).toBeLessThanOrEqual(input.bounds.runsLeft ?? Infinity);
        },
      ),
      { numRuns: 300 },
    );
  });
});
