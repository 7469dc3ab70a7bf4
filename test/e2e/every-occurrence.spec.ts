import { describe, expect, it } from 'vitest';
import { nextOccurrence, type Schedule } from '@app/schedules';
import { expecting } from '../support/api-client.js';
import type { Page } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { seeded } from '../support/seeded.js';
import { ensureShiftedClock, shiftedClock, shiftOf } from '../support/shifted-clock.js';
import { useStack, type Stack } from '../support/stack.js';

const TRIGGERS = 10_000;
const BATCH = 1000;
/** In which they fire, once all are made: for rounds with two workers and for rounds with four. */
const WINDOW_MS = 45_000;
const DAY_MS = 24 * 3_600_000;
/** Those of the workers, in turn. */
const CLOCKS = [undefined, '+5m', '-5m'];

const noWrongClock = await ensureShiftedClock();

/** Patterns with seconds, lists and zones, intervals, with and without jitter. */
function scheduleOf(n: number): { cron?: string; timezone?: string; every?: string; jitter?: string } {
  const second = n % 60;
  switch (n % 5) {
    case 0:
      return { cron: `${second} * * * * *`, timezone: 'America/St_Johns' };
    case 1:
      return { cron: `${second % 30},${(second % 30) + 30} * * * * *` };
    case 2:
      return { every: `${11 + (n % 29)}s` };
    case 3:
      return { cron: `${second} * * * * *`, timezone: 'Asia/Kathmandu', jitter: '4s' };
    default:
      return { every: `${20 + (n % 31)}s`, jitter: '9s' };
  }
}

/** All of whose schedules begin when all are made, if that goes as it should, and end at the same time. */
interface Made {
  end: Date;
  /** With the instant from which each counts, and that at which its schedule starts. */
  made: { id: string; n: number; at: Date; start: Date }[];
}

/** Made a thousand at a time. */
async function makeAll(stack: Stack): Promise<Made> {
  const make = async (first: number, start: number, end: Date) => {
    const triggers = Array.from({ length: BATCH }, (_, index) => ({
      external_key: String(first + index),
      name: `Number ${first + index}`,
      trigger_type: 'scheduled',
      ...scheduleOf(first + index),
      start_at: new Date(start + (index % 40) * 100),
      end_at: end,
      misfire_policy: ['fire_once', 'fire_all', 'skip'][index % 3],
      misfire_grace: '10m', // a kill makes nothing late enough to be missed
    }));
    expecting(200, await stack.api.post('/triggers/batch', { triggers }));
  };

  const began = Date.now(); // some that are gone before they begin tell how long a thousand take here
  await make(0, began + DAY_MS, new Date(began + 2 * DAY_MS));
  const start = Date.now() + (1.5 * (Date.now() - began) * TRIGGERS) / BATCH;
  await stack.database.query('DELETE FROM triggers');
  const end = new Date(start + WINDOW_MS);
  for (let first = 0; first < TRIGGERS; first += BATCH) await make(first, start, end);
  const rows = await stack.database.query<{ id: string; external_key: string; at: Date; start: Date }>(
    COUNTED_FROM,
  );
  return { end, made: rows.map(({ external_key, ...row }) => ({ n: Number(external_key), ...row })) };
}

/** What the pure module says that a trigger has to fire to the end of the window. */
function expectedOf({ n, at: from, start }: Made['made'][number], endAt: Date): number[] {
  const { cron, timezone = 'UTC', every } = scheduleOf(n);
  const schedule: Schedule = cron
    ? { kind: 'cron', cron, timezone }
    : { kind: 'every', everyMs: parseInt(every!, 10) * 1000, anchor: start };
  const times: number[] = [];
  let at: Date | null = from;
  const bounds = { startAt: start, endAt, runsLeft: null };
  while ((at = nextOccurrence(schedule, bounds, at))) times.push(at.getTime());
  return times;
}

describe.skipIf(noWrongClock !== undefined)('Ten thousand recurring schedules', () => {
  const stack = useStack({ workers: 0 });
  const random = seeded(20261125);
  const fired = () => stack.database.count('SELECT count(*) FROM events');

  let started = 0;
  const startWorker = () => {
    const by = CLOCKS[started++ % CLOCKS.length];
    return stack.startWorker(by === undefined ? {} : shiftedClock(by));
  };

  /** Whoever it hits. */
  async function replaceOne(): Promise<void> {
    await stack.workers[random(stack.workers.length)]!.kill();
    await startWorker();
  }

  it('have workers whose clocks are minutes wrong', () => {
    for (const [by, minutes] of [
      ['+5m', 5],
      ['-5m', -5],
    ] as const)
      expect(shiftOf(shiftedClock(by)) / 60_000).toBeCloseTo(minutes, 0);
  });

  it('fire each occurrence once, with two workers and with four, whoever is killed and whosever clock is wrong', async () => {
    await Promise.all([startWorker(), startWorker()]); // before anything is due, however long they take to start
    const { end, made } = await makeAll(stack);
    const expected = new Map(made.map((one) => [one.id, expectedOf(one, end)]));
    const total = [...expected.values()].flat().length;
    expect(Date.now(), 'some of it is still to come').toBeLessThan(end.getTime());
    /** By how many workers there were: how often they got on. */
    const rounds: Record<number, number> = { 2: 0, 4: 0 };

    let seen: number;
    while ((seen = await fired()) < total * 0.95) {
      const more = seen > total / 3 && stack.workers.length < 4;
      await Promise.all([replaceOne(), ...(more ? [startWorker(), startWorker()] : [])]);
      const goOn = Math.min(seen + 200 + random(1000), total * 0.95);
      await eventually(async () => expect(await fired()).toBeGreaterThanOrEqual(goOn), { within: 120_000 });
      rounds[stack.workers.length]!++;
    }
    for (const times of Object.values(rounds)) expect(times, JSON.stringify(rounds)).toBeGreaterThan(0);
    expect(started, 'workers of every clock').toBeGreaterThanOrEqual(CLOCKS.length);
    await eventually(async () => expect(await stack.database.count(ARMED)).toBe(0), { within: 60_000 });

    const rows = await stack.database.query<{ trigger_id: string; times: number[] }>(FIRED);
    expect(new Map(rows.map(({ trigger_id, times }) => [trigger_id, times]))).toEqual(
      new Map([...expected].filter(([, times]) => times.length > 0)),
    );
    expect(await stack.database.count('SELECT count(*) FROM skipped_occurrences')).toBe(0);
    expect(await stack.database.count(EARLY), 'fired before their time').toBe(0);
    for (const { id } of made.slice(0, 3)) await expectInLedger(id, expected.get(id)!);
  }, 240_000);

  async function expectInLedger(id: string, times: number[]): Promise<void> {
    const { data } = expecting(
      200,
      await stack.api.get<Page<{ scheduled_for: string; outcome: string }>>(`/triggers/${id}/occurrences`),
    );
    expect(data.map(({ outcome }) => outcome)).toEqual(times.map(() => 'fired'));
    expect(data.map(({ scheduled_for }) => Date.parse(scheduled_for)).toReversed()).toEqual(times);
  }
});

const COUNTED_FROM = `SELECT id, external_key, anchor_at AS at, start_at AS start FROM triggers WHERE trigger_type = 'scheduled'`;
const ARMED = 'SELECT count(*) FROM triggers WHERE next_fire_at IS NOT NULL';
const FIRED = `
  SELECT trigger_id, array_agg((extract(epoch FROM scheduled_for) * 1000)::float8 ORDER BY scheduled_for) AS times
    FROM events WHERE source = 'schedule' GROUP BY trigger_id`;
const EARLY = 'SELECT count(*) FROM events WHERE fired_at < scheduled_for';
