import { describe, expect, it } from 'vitest';
import { jitterMs } from './jitter.js';
import { UNBOUNDED, type Schedule } from './schedule.js';
import { settle, type DueSchedule } from './settle.js';

const DUE = new Date('2026-03-01T10:00:00Z');
const at = (minutes: number) => new Date(DUE.getTime() + minutes * 60_000);
const MINUTELY: Schedule = { kind: 'cron', cron: '* * * * *', timezone: 'UTC' };
const POLICIES = ['fire_once', 'fire_all', 'skip'] as const;

const settled = (input: Partial<DueSchedule>) =>
  settle({
    triggerId: 'a',
    schedule: MINUTELY,
    bounds: UNBOUNDED,
    policy: 'fire_once',
    graceMs: 60_000,
    maxJitterMs: 0,
    due: DUE,
    now: DUE,
    ...input,
  });

describe.each(POLICIES)('With %s', (policy) => {
  it('an occurrence within the grace fires', () => {
    const firing = { fire: [DUE], missed: null, collapsed: null, next: at(1), more: false };

    expect(settled({ policy })).toEqual(firing);
    expect(settled({ policy, now: at(0.999) })).toEqual(firing);
    expect(settled({ policy, graceMs: 0 })).toEqual(firing);
  });

  it('several within the grace all fire', () => {
    expect(settled({ policy, now: at(2), graceMs: 120_000 })).toMatchObject({
      fire: [DUE, at(1), at(2)],
      missed: null,
      next: at(3),
    });
  });

  it('nothing happens before it is due, or when no run is left', () => {
    expect(settled({ policy, now: at(-1) })).toMatchObject({
      fire: [],
      missed: null,
      next: DUE,
      more: false,
    });
    expect(settled({ policy, bounds: { ...UNBOUNDED, runsLeft: 0 } })).toMatchObject({
      fire: [],
      next: null,
    });
  });
});

describe('Of the missed occurrences', () => {
  const now = at(5.5); // 10:00 to 10:04 are missed, 10:05 is on time

  it('fire_once fires the latest', () => {
    expect(settled({ now })).toEqual({
      fire: [at(4), at(5)],
      missed: null,
      collapsed: { from: DUE, to: at(3), count: 4 },
      next: at(6),
      more: false,
    });
  });

  it('fire_all fires each, oldest first', () => {
    expect(settled({ now, policy: 'fire_all' })).toEqual({
      fire: [DUE, at(1), at(2), at(3), at(4), at(5)],
      missed: null,
      collapsed: null,
      next: at(6),
      more: false,
    });
  });

  it('skip fires none', () => {
    expect(settled({ now, policy: 'skip' })).toEqual({
      fire: [at(5)],
      missed: { from: DUE, to: at(4), count: 5 },
      collapsed: null,
      next: at(6),
      more: false,
    });
  });

  it('one that is a single time follows the same policy', () => {
    const schedule: Schedule = { kind: 'once', at: DUE };

    expect(settled({ schedule, now })).toMatchObject({ fire: [DUE], collapsed: null, next: null });
    expect(settled({ schedule, now, policy: 'fire_all' })).toMatchObject({
      fire: [DUE],
      missed: null,
      next: null,
    });
    expect(settled({ schedule, now, policy: 'skip' })).toMatchObject({
      fire: [],
      missed: { from: DUE, to: DUE, count: 1 },
      next: null,
    });
  });
});

describe('A settling', () => {
  it('fires 1,000 at most: what fire_all leaves over is missed, what is on time is for the next settling', () => {
    const first = settled({ now: at(1200), graceMs: 600_000, policy: 'fire_all' });

    expect(first.fire).toHaveLength(1000);
    expect(first).toMatchObject({
      missed: { from: at(1000), to: at(1189), count: 190 },
      next: at(1190),
      more: true,
    });
    expect(settled({ now: at(1200), graceMs: 600_000, policy: 'fire_all', due: first.next! })).toMatchObject({
      missed: null,
      next: at(1201),
      more: false,
    });
  });

  it('counts what fires against the runs that are left, and ends the schedule with the last', () => {
    const now = at(5.5);
    const bounds = { ...UNBOUNDED, runsLeft: 2 };
    const end = { next: null, more: false };

    expect(settled({ now, bounds })).toMatchObject({ fire: [at(4), at(5)], collapsed: { count: 4 }, ...end });
    expect(settled({ now, bounds, policy: 'fire_all' })).toMatchObject({
      fire: [DUE, at(1)],
      missed: null,
      ...end,
    });
    expect(settled({ now, bounds: { ...bounds, runsLeft: 1 }, policy: 'skip' })).toMatchObject({
      fire: [at(5)],
      missed: { count: 5 },
      ...end,
    });
  });

  it('deals with nothing at or after end_at', () => {
    const bounds = { ...UNBOUNDED, endAt: at(3) };

    expect(settled({ now: at(60), bounds })).toEqual({
      fire: [at(2)],
      missed: null,
      collapsed: { from: DUE, to: at(1), count: 2 },
      next: null,
      more: false,
    });
  });

  it('counts lateness from the nominal instant and its jitter', () => {
    const maxJitterMs = 59_000;
    const jitter = jitterMs('a', DUE, maxJitterMs);
    const after = (ms: number) => new Date(DUE.getTime() + jitter + ms);

    expect(jitter).toBeGreaterThan(1000);
    expect(settled({ maxJitterMs, now: after(-1) })).toMatchObject({ fire: [], next: DUE });
    expect(settled({ maxJitterMs, now: after(0) }).fire).toEqual([DUE]);
    expect(settled({ maxJitterMs, policy: 'skip', graceMs: 1000, now: after(1000) }).fire).toEqual([DUE]);
    expect(settled({ maxJitterMs, policy: 'skip', graceMs: 1000, now: after(1001) }).missed).toMatchObject({
      from: DUE,
    });
  });

  it.each<[string, Schedule]>([
    ['an interval', { kind: 'every', everyMs: 1000, anchor: at(-1) }],
    ['a pattern', { kind: 'cron', cron: '* * * * * *', timezone: 'America/New_York' }],
  ])('is quick and small when every second of three years was missed, by %s', (_, schedule) => {
    const seconds = 3 * 365 * 86_400;
    const now = new Date(DUE.getTime() + seconds * 1000);
    const last = new Date(now.getTime() - 1000);
    const input = { schedule, now, graceMs: 0 };

    expect(settled(input)).toMatchObject({ fire: [last, now], collapsed: { from: DUE, count: seconds - 1 } });
    expect(settled({ ...input, policy: 'skip' })).toMatchObject({
      fire: [now],
      missed: { to: last, count: seconds },
    });
    expect(settled({ ...input, policy: 'fire_all' }).missed).toMatchObject({
      to: last,
      count: seconds - 1000,
    });
  });
});
