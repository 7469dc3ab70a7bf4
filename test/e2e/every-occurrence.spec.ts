import { describe, expect, it } from 'vitest';
import { nextOccurrence, type Schedule } from '@app/schedules';
import { expecting } from '../support/api-client.js';
import type { Json, Page, Trigger } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { seeded } from '../support/seeded.js';
import { ensureShiftedClock, shiftedClock } from '../support/shifted-clock.js';
import { useStack, type Stack } from '../support/stack.js';

const TRIGGERS = 10_000;
/** Long enough for all to be made, for rounds with two workers and for rounds with four. */
const WINDOW_MS = 60_000;
const CLOCKS = [undefined, '+5m', '-5m'];

type Made = Trigger & { cron: string | null; every: string | null };

const noWrongClock = await ensureShiftedClock();

/** Patterns with seconds, lists and zones, intervals, with and without jitter and under every misfire policy. */
function definition(n: number, end_at: string): Json {
  const second = n % 60;
  const schedule = [
    { cron: `${second} * * * * *`, timezone: 'America/St_Johns' },
    { cron: `${second % 30},${(second % 30) + 30} * * * * *` },
    { every: `${11 + (n % 29)}s` },
    { cron: `${second} * * * * *`, timezone: 'Asia/Kathmandu', jitter: '4s' },
    { every: `${20 + (n % 31)}s`, jitter: '9s' },
  ][n % 5];
  return {
    name: `Number ${n}`,
    trigger_type: 'scheduled',
    ...schedule,
    end_at,
    misfire_policy: ['fire_once', 'fire_all', 'skip'][n % 3],
    misfire_grace: '10m', // a kill makes nothing late enough to be missed
  };
}

async function makeAll(stack: Stack, endAt: Date): Promise<Made[]> {
  const made: Made[] = [];
  let next = 0;
  const maker = async () => {
    for (let n = next++; n < TRIGGERS; n = next++)
      made.push((await stack.api.createTrigger(definition(n, endAt.toISOString()))) as Made);
  };
  await Promise.all(Array.from({ length: 16 }, maker));
  return made;
}

/** What the pure module says that a trigger has to fire, from when it was made to the end of the window. */
function expectedOf({ cron, every, created_at, ...trigger }: Made, endAt: Date): number[] {
  const { timezone } = trigger as unknown as { timezone: string };
  const schedule: Schedule = cron
    ? { kind: 'cron', cron, timezone }
    : { kind: 'every', everyMs: parseInt(every!, 10) * 1000, anchor: new Date(created_at) };
  const times: number[] = [];
  let at: Date | null = new Date(created_at);
  const bounds = { startAt: null, endAt, runsLeft: null };
  while ((at = nextOccurrence(schedule, bounds, at))) times.push(at.getTime());
  return times;
}

describe.skipIf(noWrongClock !== undefined)('Ten thousand recurring schedules', () => {
  const stack = useStack({ workers: 2 });
  const random = seeded(20261125);
  const fired = () => stack.database.count('SELECT count(*) FROM events');

  const startWorker = () => {
    const by = CLOCKS[random(CLOCKS.length)];
    return stack.startWorker(by === undefined ? {} : shiftedClock(by));
  };

  /** Whoever it hits, and with whatever clock the next one starts. */
  async function replaceOne(): Promise<void> {
    await stack.workers[random(stack.workers.length)]!.kill();
    await startWorker();
  }

  it('fire each occurrence once, with two workers and with four, whoever is killed and whosever clock is wrong', async () => {
    const endAt = new Date(Date.now() + WINDOW_MS);
    const made = await makeAll(stack, endAt);
    const expected = new Map(made.map((trigger) => [trigger.id, expectedOf(trigger, endAt)]));
    const total = [...expected.values()].flat().length;
    let seen = await fired();
    expect(total - seen, 'most of it is still to come').toBeGreaterThan(total / 2);

    while ((seen = await fired()) < total * 0.95) {
      await replaceOne();
      if (seen > total / 2 && stack.workers.length < 4) await Promise.all([startWorker(), startWorker()]);
      const goOn = Math.min(seen + 200 + random(1000), total * 0.95);
      await eventually(async () => expect(await fired()).toBeGreaterThanOrEqual(goOn), { within: 60_000 });
    }
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

const ARMED = 'SELECT count(*) FROM triggers WHERE next_fire_at IS NOT NULL';
const FIRED = `
  SELECT trigger_id, array_agg((extract(epoch FROM scheduled_for) * 1000)::float8 ORDER BY scheduled_for) AS times
    FROM events WHERE source = 'schedule' GROUP BY trigger_id`;
const EARLY = 'SELECT count(*) FROM events WHERE fired_at < scheduled_for';
