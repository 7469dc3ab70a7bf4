import { describe, expect, it } from 'vitest';
import { firingsAhead, type FiringAhead } from './firings-ahead.js';
import { jitterMs } from './jitter.js';
import { occurrences } from './next-occurrence.js';
import { UNBOUNDED, type Bounds, type Schedule } from './schedule.js';

const ORIGIN = new Date('2026-03-29T00:20:00Z'); // before the clocks of Berlin go forward
const HOURLY: Schedule = { kind: 'cron', cron: '0 * * * *', timezone: 'Europe/Berlin' };
const at = (time: string) => new Date(`2026-03-29T${time}Z`);
const none = { maxJitterMs: 0, firesLate: true, triggerId: 'a' };

type Ahead = Parameters<typeof firingsAhead>[0];

function first(count: number, ahead: Ahead, from: Date): FiringAhead[] {
  const found: FiringAhead[] = [];
  for (const firing of firingsAhead(ahead, ORIGIN, from)) {
    found.push(firing);
    if (found.length === count) break;
  }
  return found;
}

const times = (
  { bounds, ...rest }: Partial<Omit<Ahead, 'bounds'>> & { bounds?: Partial<Bounds> },
  from = ORIGIN,
) =>
  first(
    4,
    { ...none, schedule: HOURLY, due: at('01:00'), ...rest, bounds: { ...UNBOUNDED, ...bounds } },
    from,
  ).map(({ occurrence }) => occurrence.toISOString().slice(11, 16));

describe('the firings ahead of a trigger', () => {
  it('begin with what is up next, or with the first from an instant on', () => {
    expect(times({})).toEqual(['01:00', '02:00', '03:00', '04:00']);
    expect(times({}, at('03:00'))).toEqual(['03:00', '04:00', '05:00', '06:00']);
    expect(times({}, at('03:00:00.001'))[0]).toBe('04:00');
  });

  it('have of what is overdue the one that will fire, if any', () => {
    const due = at('00:00'); // and 23:00, 22:00 … might be as well
    expect(times({ due })).toEqual(['00:00', '01:00', '02:00', '03:00']);
    expect(times({ due, firesLate: false })[0]).toBe('01:00');
    expect(times({ due }, at('00:21'))[0]).toBe('01:00');
    expect(times({ schedule: { kind: 'once', at: due }, due })).toEqual(['00:00']);
  });

  it('end with the schedule', () => {
    expect(times({ bounds: { endAt: at('03:00') } })).toEqual(['01:00', '02:00']);
    expect(times({ bounds: { runsLeft: 3 } })).toEqual(['01:00', '02:00', '03:00']);
    expect(times({ bounds: { runsLeft: 3 } }, at('02:30'))).toEqual(['03:00']);
    expect(times({ bounds: { runsLeft: 3 } }, at('09:00'))).toEqual([]);
    expect(times({ due: at('00:00'), bounds: { runsLeft: 1 } }), 'the overdue one is a run').toEqual([
      '00:00',
    ]);
    expect(times({ due: at('00:00'), bounds: { runsLeft: 2 } }, at('01:30'))).toEqual([]);
  });

  it('come later by their jitter, which may reach beyond the instant', () => {
    const maxJitterMs = 50 * 60_000;
    const of = (triggerId: string) => ({
      ...none,
      triggerId,
      schedule: HOURLY,
      bounds: UNBOUNDED,
      maxJitterMs,
    });
    const due = at('01:00');
    for (const triggerId of Array.from({ length: 20 }, (_, n) => String(n))) {
      const all = occurrences(HOURLY, UNBOUNDED, new Date(due.getTime() - 1), 8).map((occurrence) => ({
        occurrence,
        firesAt: new Date(occurrence.getTime() + jitterMs(triggerId, occurrence, maxJitterMs)),
      }));
      const from = at('03:25');
      const expected = all.filter(({ firesAt }) => firesAt >= from).slice(0, 3);
      expect(first(3, { ...of(triggerId), due }, from)).toEqual(expected);
    }
  });

  it('begin far ahead as soon as near, with runs to be counted as well', () => {
    const everySecond: Schedule = { kind: 'every', everyMs: 1000, anchor: ORIGIN };
    const due = new Date(ORIGIN.getTime() + 1000);
    const year = new Date(ORIGIN.getTime() + 365 * 86_400_000);
    const bounds = { ...UNBOUNDED, runsLeft: 365 * 86_400 + 1 };
    const ahead = { ...none, schedule: everySecond, due, bounds };
    expect(Array.from(firingsAhead(ahead, ORIGIN, year), ({ firesAt }) => firesAt.getTime())).toEqual([
      year.getTime(),
      year.getTime() + 1000,
    ]);
  });
});
