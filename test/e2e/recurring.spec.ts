import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureDatabase } from '../../scripts/embedded/database.mjs';
import { removeHome } from '../../scripts/embedded/home.mjs';
import { SCRATCH, startPostgres, type Postgres } from '../../scripts/embedded/postgres.mjs';
import { findRedisServer } from '../../scripts/embedded/redis-server.mjs';
import { startRedis, type Redis } from '../../scripts/embedded/redis.mjs';
import { migrate } from '../../scripts/steps/migrate.mjs';
import { expecting } from '../support/api-client.js';
import type { Json, Page, Problem, Trigger } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { SETTINGS, useStack, type Stack } from '../support/stack.js';

interface Occurrence {
  scheduled_for: string;
  outcome: string;
  reason: string | null;
  event_id: string | null;
}

interface Forecast {
  from: string;
  minutes: number[];
  by_destination: Record<string, number>;
  peaks: { at: string; firings: number; suggestion: { jitter: string } | null }[];
}

const ROOT = join(import.meta.dirname, '..', '..');
const EACH_SECOND = {
  name: 'Each second',
  trigger_type: 'scheduled',
  cron: '* * * * * *',
  misfire_policy: 'fire_all',
};

/** All that the ledger knows of a trigger, oldest first. */
async function ledger(stack: Stack, id: string): Promise<Occurrence[]> {
  const all: Occurrence[] = [];
  for (let cursor = ''; ;) {
    const path = `/triggers/${id}/occurrences?limit=200${cursor && `&cursor=${cursor}`}`;
    const { data, next_cursor } = expecting(200, await stack.api.get<Page<Occurrence>>(path));
    all.push(...data);
    if (next_cursor === null) return all.toReversed();
    cursor = next_cursor;
  }
}

/** Every second from the first to the last is there, once, and has fired as one event. */
function expectEachSecondFired(occurrences: Occurrence[]): void {
  const times = occurrences.map(({ scheduled_for }) => Date.parse(scheduled_for));
  times.slice(1).forEach((time, n) => expect(time - times[n]!, new Date(time).toISOString()).toBe(1000));
  expect(new Set(occurrences.map(({ outcome }) => outcome))).toEqual(new Set(['fired']));
  expect(new Set(occurrences.map(({ event_id }) => event_id)).size).toBe(occurrences.length);
}

const fired = (stack: Stack, id: string, count: number) =>
  eventually(async () => expect((await ledger(stack, id)).length).toBeGreaterThanOrEqual(count), {
    within: 60_000,
  });

describe.skipIf(!findRedisServer())('A recurring schedule, through the restart of everything', () => {
  const dir = mkdtempSync(join(tmpdir(), 'etp-recurring-'));
  const [postgresDir, redisDir] = [join(dir, 'postgres'), join(dir, 'redis')];
  let postgres: Postgres;
  let redis: Redis;
  let databaseUrl: string;
  beforeAll(async () => {
    [postgres, redis] = await Promise.all([
      startPostgres({ dir: postgresDir, settings: SCRATCH }),
      startRedis({ dir: redisDir }),
    ]);
    databaseUrl = await ensureDatabase(postgres.url, 'recurring');
    await migrate(ROOT, { ...process.env, ...SETTINGS, DATABASE_URL: databaseUrl, REDIS_URL: redis.url });
  });
  const stack = useStack({ queue: 'redis', workers: 2, env: { DELIVERY_LEASE: '3s' } }, () => ({
    databaseUrl,
    redisUrl: redis.url,
  }));
  const receiver = useReceiver();
  afterAll(async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
    removeHome(postgresDir);
    rmSync(dir, { recursive: true, force: true });
  });

  it('keeps every occurrence, once, and delivers each', async () => {
    const endpoint = receiver.endpoint();
    const definition = { ...EACH_SECOND, destinations: [{ url: endpoint.url }] };
    const { id } = endpoint.trust(await stack.api.createTrigger(definition));
    const goesOn = async () => fired(stack, id, (await ledger(stack, id)).length + 2);
    await goesOn();

    await stack.apiProcess.kill();
    await stack.startApi();
    await goesOn();

    await stack.killWorkers();
    await Promise.all([stack.startWorker(), stack.startWorker()]);
    await goesOn();

    await redis.stop();
    await goesOn(); // also while it is away
    redis = await startRedis({ dir: redisDir, port: redis.port });
    await goesOn();

    await postgres.stop();
    postgres = await startPostgres({ dir: postgresDir, port: postgres.port, settings: SCRATCH });
    await eventually(async () => expect((await stack.api.get('/health/ready')).status).toBe(200));
    await goesOn();

    expecting(200, await stack.api.post(`/triggers/${id}/pause`));
    const occurrences = await ledger(stack, id);
    expectEachSecondFired(occurrences);
    await eventually(() =>
      expect(new Set(endpoint.deliveries.map((delivery) => delivery.id))).toEqual(
        new Set(occurrences.map(({ event_id }) => event_id)),
      ),
    );
  });
});

describe('Two hundred recurring schedules', () => {
  const stack = useStack({ workers: 2 });
  const eachSecond = (byInterval: boolean) =>
    stack.api.createTrigger({ ...EACH_SECOND, ...(byInterval && { cron: null, every: '1s' }) });

  it('fire each occurrence once while workers are killed and started', async () => {
    const made: Trigger[] = [];
    for (let n = 0; n < 200; n += 20)
      // more at once might wait too long for a connection
      made.push(...(await Promise.all(Array.from({ length: 20 }, (_, m) => eachSecond(m % 2 === 1)))));
    const [first] = made;
    for (let round = 1; round <= 3; round++) {
      await fired(stack, first!.id, round * 3);
      await stack.workers[0]!.kill();
      await stack.startWorker();
    }
    for (const { id } of made) expecting(200, await stack.api.post(`/triggers/${id}/pause`));

    for (const { id } of made) {
      const occurrences = await ledger(stack, id);
      expect(occurrences.length).toBeGreaterThan(5);
      expectEachSecondFired(occurrences);
    }
  });
});

describe('Schedules whose workers were all away for longer than their grace', () => {
  const stack = useStack({ workers: 2 });

  it('do what their misfire policy says of what was missed, and all of it is in the ledger', async () => {
    const made = new Map<string, string>();
    for (const misfire_policy of ['fire_once', 'fire_all', 'skip']) {
      const definition = { ...EACH_SECOND, misfire_policy, misfire_grace: '1s' };
      made.set(misfire_policy, (await stack.api.createTrigger(definition)).id);
    }
    for (const id of made.values()) await fired(stack, id, 2);
    await stack.killWorkers();
    const left = Date.now();
    await eventually(async () => expect(await stack.database.count(LONG_DUE)).toBe(3));
    const back = Date.now();
    await stack.startWorker();
    for (const id of made.values()) {
      await eventually(async () =>
        expect((await stack.api.trigger(id)).next_fire_at! > iso(back)).toBe(true),
      );
      expecting(200, await stack.api.post(`/triggers/${id}/pause`));
    }

    /** What became of all that was late beyond its grace when a worker came back, and of the rest. */
    const ends = async (policy: string) => {
      const occurrences = await ledger(stack, made.get(policy)!);
      const times = occurrences.map(({ scheduled_for }) => Date.parse(scheduled_for));
      times.slice(1).forEach((time, n) => expect(time - times[n]!, policy).toBe(1000));
      const events = await stack.database.query<{ id: string }>(EVENTS_OF, [made.get(policy)]);
      expect(events.map(({ id }) => id)).toEqual(
        occurrences.flatMap(({ event_id }) => (event_id === null ? [] : [event_id])),
      );
      const missed = occurrences.filter((_, n) => times[n]! > left && times[n]! < back - 1000);
      expect(missed.length).toBeGreaterThanOrEqual(2);
      return {
        missed: missed.map(({ outcome }) => outcome),
        rest: occurrences.slice(occurrences.indexOf(missed.at(-1)!) + 1),
      };
    };
    const all = (outcome: string, { length }: string[]) => Array<string>(length).fill(outcome);

    const { missed: made_up } = await ends('fire_all');
    expect(made_up).toEqual(all('fired', made_up));
    const { missed: skipped } = await ends('skip');
    expect(skipped).toEqual(all('missed', skipped));
    const once = await ends('fire_once');
    // all into the last that was late when the worker looked, which is the last of these or comes later
    const before = once.missed.slice(0, -1);
    expect(before).toEqual(all('collapsed', before));
    const later = [...once.missed.slice(-1), ...once.rest.map(({ outcome }) => outcome)];
    expect(later.find((outcome) => outcome !== 'collapsed')).toBe('fired');
  });
});

const LONG_DUE = `SELECT count(*) FROM triggers WHERE next_fire_at < now() - interval '4 seconds'`;
const EVENTS_OF = 'SELECT id FROM events WHERE trigger_id = $1 ORDER BY scheduled_for';
const iso = (ms: number) => new Date(ms).toISOString();

describe('A schedule can be looked at', () => {
  const stack = useStack({ workers: 0 });
  const preview = (body: Json) =>
    stack.api.post<{ occurrences: string[]; description: string; notes: string[] } & Problem>(
      '/triggers/preview',
      body,
    );

  it('before it is saved, in times and in words', async () => {
    const { status, body } = await preview({
      cron: '30 2 * * *',
      timezone: 'America/New_York',
      count: 3,
      after: '2026-03-07T00:00:00-05:00',
    });

    expect(status).toBe(200);
    expect(body.occurrences).toEqual([
      '2026-03-07T07:30:00.000Z',
      '2026-03-08T07:00:00.000Z', // 02:30 does not exist: the first instant after the gap, 03:00
      '2026-03-09T06:30:00.000Z',
    ]);
    expect(body.description).toContain('02:30 AM');
    expect(body.notes.join()).toContain('2026-03-08');
  });

  it.each([
    ['a pattern that can never match', { cron: '0 0 30 2 *' }, '/cron'],
    ['a zone that there is not', { cron: '* * * * *', timezone: 'Mars/Olympus' }, '/timezone'],
    ['an interval below a second', { every: '100ms' }, '/every'],
    ['two schedules', { cron: '* * * * *', every: '1m' }, '/every'],
    [
      'an end before the start',
      { every: '1m', start_at: '2030-01-02T00:00:00Z', end_at: '2030-01-01T00:00:00Z' },
      '/end_at',
    ],
    ['an absurd count', { every: '1m', count: 1001 }, '/count'],
    ['no schedule', {}, '/schedule_time'],
    ['a name', { every: '1m', name: 'x' }, '/name'],
  ])('and is refused with a pointer when it is %s', async (_, body, pointer) => {
    const answer = await preview(body);

    expect([answer.status, answer.body.errors?.map((fault) => fault.pointer)]).toEqual([422, [pointer]]);
    expect(answer.body.errors![0]!.detail.length).toBeGreaterThan(8);
  });

  it('together with a change of it, before that is made', async () => {
    const trigger = { name: 'Hourly', trigger_type: 'scheduled', cron: '0 * * * *' };
    const { id } = await stack.api.createTrigger(trigger);
    const before = await stack.api.trigger(id);
    const plan = expecting(
      200,
      await stack.api.post<Record<'added' | 'lost' | 'kept', string[]>>(`/triggers/${id}/plan`, {
        patch: { cron: '0,30 * * * *' },
        count: 4,
      }),
    );

    expect([plan.added.length, plan.kept.length, plan.lost.length]).toEqual([2, 2, 2]);
    for (const at of plan.added) expect(at).toMatch(/:30:00\.000Z$/);
    expect(await stack.api.trigger(id)).toEqual(before);
    const planned = async (patch: object) => {
      const { added, lost, kept } = expecting(
        200,
        await stack.api.post<Record<'added' | 'lost' | 'kept', string[]>>(`/triggers/${id}/plan`, {
          patch,
          count: 3,
        }),
      );
      return [added.length, lost.length, kept.length];
    };
    expect(await planned({ enabled: false }), 'paused').toEqual([0, 3, 0]);
    expect(await planned({ cron: null, schedule_time: '2026-01-01T00:00:00Z' }), 'fires at once').toEqual([
      1, 3, 0,
    ]);
    const refused = await stack.api.post<Problem>(`/triggers/${id}/plan`, { patch: { cron: 'never' } });
    expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([422, '/cron']);
  });

  it('among all that will fire in the next day', async () => {
    const hourly = {
      trigger_type: 'scheduled',
      cron: '0 * * * *',
      destinations: [{ url: 'http://127.0.0.1:9/' }],
    };
    const made = await Promise.all(
      Array.from({ length: 30 }, (_, n) => stack.api.createTrigger({ name: `Hourly ${n}`, ...hourly })),
    );
    const forecast = expecting(200, await stack.api.get<Forecast>('/forecast'));

    expect(forecast.from).toMatch(/:00\.000Z$/);
    expect(forecast.minutes).toHaveLength(1440);
    for (const { at, firings, suggestion } of forecast.peaks) {
      expect(forecast.minutes[(Date.parse(at) - Date.parse(forecast.from)) / 60_000]).toBe(firings);
      expect([at.slice(14), suggestion?.jitter]).toEqual(['00:00.000Z', '45m']);
      expect(firings).toBeGreaterThanOrEqual(30);
    }
    expect(forecast.peaks.length).toBeGreaterThanOrEqual(23);
    for (const { destinations } of made)
      expect([23, 24]).toContain(forecast.by_destination[destinations[0]!.id]);

    const hour = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 3_600_000).toISOString();
    const { id, name, destinations } = made[0]!;
    const path = `/forecast/occurrences?from=${hour}&destination_id=${destinations[0]!.id}`;
    const { data } = expecting(200, await stack.api.get<Page<Json>>(`${path}&limit=1`));
    expect(data).toEqual([
      {
        scheduled_for: hour,
        fires_at: hour,
        trigger_id: id,
        trigger_name: name,
        cron: '0 * * * *',
        timezone: 'UTC',
        every: null,
        jitter: null,
      },
    ]);
    const refused = await stack.api.get<Problem>(`${path}&until=${hour}&trigger_id=x&colour=red`);
    expect([refused.status, refused.body.errors?.map(({ pointer }) => pointer).sort()]).toEqual([
      422,
      ['/colour', '/trigger_id'],
    ]);
  });

  it('and changes its kind only when the old one is taken away', async () => {
    const { id } = await stack.api.createTrigger({
      name: 'Kind',
      trigger_type: 'scheduled',
      cron: '0 * * * *',
    });
    const refused = await stack.api.patch<Problem>(`/triggers/${id}`, { every: '30m' });
    expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([422, '/every']);

    const changed = await stack.api.patch<Json>(`/triggers/${id}`, { cron: null, every: '30m' });
    expect(changed).toMatchObject({ status: 200, body: { cron: null, every: '30m' } });
  });
});
