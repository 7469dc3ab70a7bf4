import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureDatabase } from '../../scripts/embedded/database.mjs';
import { removeHome } from '../../scripts/embedded/home.mjs';
import { SCRATCH, startPostgres, type Postgres } from '../../scripts/embedded/postgres.mjs';
import { findRedisServer } from '../../scripts/embedded/redis-server.mjs';
import { startRedis, type Redis as RedisServer } from '../../scripts/embedded/redis.mjs';
import { migrate } from '../../scripts/steps/migrate.mjs';
import type { Problem, Trigger } from '../support/contract.js';
import { EventStream } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { useReceiver, type Endpoint } from '../support/receiver.js';
import { SETTINGS, useStack, type Stack } from '../support/stack.js';
import { expectNothingLostNorDoubled } from '../support/truth.js';
import { fireVolley } from '../support/volley.js';

const ROOT = join(import.meta.dirname, '..', '..');

const volley = { total: 60, clients: 6 };
/** Far less than the minute after which a lease would have run out. */
const WITHIN_MS = 10_000;

async function triggerTo(endpoint: Endpoint, stack: Stack): Promise<Trigger> {
  const destinations = [{ url: endpoint.url, timeout: '1s' }];
  return endpoint.trust(
    await stack.api.createTrigger({ name: 'Steadfast', trigger_type: 'api', destinations }),
  );
}

const ready = (stack: Stack) =>
  stack.api.get<{ status: string; database: string; queue: string }>('/health/ready');

describe.skipIf(!findRedisServer())('While Redis is away', () => {
  const dir = mkdtempSync(join(tmpdir(), 'etp-outage-redis-'));
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis({ dir });
  });
  const stack = useStack({ queue: 'redis' }, () => ({ redisUrl: redis.url }));
  const receiver = useReceiver();
  afterAll(async () => {
    await redis.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('firing answers 202, and deliveries go on by themselves within seconds of its return', async () => {
    const endpoint = receiver.endpoint();
    const trigger = await triggerTo(endpoint, stack);
    await redis.stop();

    const accepted = await fireVolley(stack.api, trigger.id, volley);
    expect(accepted).toHaveLength(volley.total);
    const { status, body } = await ready(stack);
    expect([status, body]).toEqual([200, { status: 'degraded', database: 'ok', queue: 'away' }]);
    expect(endpoint.requests).toEqual([]);

    redis = await startRedis({ dir, port: redis.port });
    await eventually(() => expect(endpoint.requests.length).toBeGreaterThanOrEqual(volley.total), {
      within: WITHIN_MS,
    });
    await expectNothingLostNorDoubled(stack.database, endpoint, trigger.id, accepted);
    expect((await ready(stack)).body.status).toBe('ok');
  });

  it('or when all that it holds is flushed: a worker that starts after it delivers within seconds', async () => {
    const endpoint = receiver.endpoint();
    const trigger = await triggerTo(endpoint, stack);
    await stack.killWorkers();
    const accepted = await fireVolley(stack.api, trigger.id, { total: 200, clients: 20 });
    expect(accepted).toHaveLength(200);
    const client = new Redis(redis.url);
    const waiting = `${stack.settings['QUEUE_NAMESPACE']}:deliveries:wait`;
    await eventually(async () => expect(await client.llen(waiting)).toBeGreaterThanOrEqual(200 / 20));

    await client.flushall();
    await client.quit();
    expect(endpoint.requests).toEqual([]);
    await stack.startWorker();
    await eventually(() => expect(endpoint.requests.length).toBeGreaterThanOrEqual(200), {
      within: WITHIN_MS,
    });
    await expectNothingLostNorDoubled(stack.database, endpoint, trigger.id, accepted);
  });

  it('or when it is flushed again and again while events come, no event is lost', async () => {
    const endpoint = receiver.endpoint();
    const trigger = await triggerTo(endpoint, stack);
    const client = new Redis(redis.url);
    let flushed: Promise<unknown> | undefined;

    const accepted = await fireVolley(stack.api, trigger.id, {
      total: 200,
      clients: 20,
      onAccepted: (count) => {
        if (count % 50 === 0) flushed = client.flushall();
      },
    });
    await flushed;
    await client.quit();

    expect(accepted).toHaveLength(200);
    await expectNothingLostNorDoubled(stack.database, endpoint, trigger.id, accepted);
  });
});

describe('While PostgreSQL is away', () => {
  const dir = mkdtempSync(join(tmpdir(), 'etp-outage-postgres-'));
  let postgres: Postgres;
  let databaseUrl: string;
  beforeAll(async () => {
    postgres = await startPostgres({ dir, settings: SCRATCH });
    databaseUrl = await ensureDatabase(postgres.url, 'outage');
    const queue = { QUEUE_BACKEND: 'postgres' };
    await migrate(ROOT, { ...process.env, ...SETTINGS, ...queue, DATABASE_URL: databaseUrl });
  });
  const stack = useStack({ queue: 'postgres', env: { DELIVERY_LEASE: '3s' } }, () => ({ databaseUrl }));
  const receiver = useReceiver();
  afterAll(async () => {
    await postgres.stop();
    removeHome(dir);
  });

  it('firing answers 503 with Retry-After, and all works again after its return without a restart', async () => {
    const endpoint = receiver.endpoint();
    const trigger = await triggerTo(endpoint, stack);
    const before = await fireVolley(stack.api, trigger.id, { total: 5, clients: 1 });
    await postgres.stop();

    for (const [method, path] of [
      ['POST', `/triggers/${trigger.id}/fire`],
      ['POST', trigger.hook_url!],
      ['GET', `/triggers/${trigger.id}`],
      ['GET', '/events'],
      ['GET', '/events/stream'],
    ] as const) {
      const { status, headers, body } = await stack.api.request<Problem>(method, path);
      expect([path, status, body.code]).toEqual([path, 503, 'database.unavailable']);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const away = await ready(stack);
    expect([away.status, away.body]).toMatchObject([503, { status: 'unavailable', database: 'away' }]);
    expect((await stack.api.get('/health/live')).status).toBe(200);

    postgres = await startPostgres({ dir, port: postgres.port, settings: SCRATCH });
    await eventually(async () => expect((await ready(stack)).body.status).toBe('ok'));
    const after = await fireVolley(stack.api, trigger.id, { total: 5, clients: 1 });
    expect(after).toHaveLength(5);
    await eventually(() => expect(endpoint.requests.length).toBeGreaterThanOrEqual(10));
    await eventually(async () => {
      for (const id of [...before, ...after]) expect((await stack.api.event(id)).status).toBe('delivered');
    });
    expect([stack.apiProcess, ...stack.workers].every(({ running }) => running)).toBe(true);
  });

  it('for an instant, under load, every 202 has its event, and is told of in the live feed', async () => {
    const endpoint = receiver.endpoint();
    const trigger = await triggerTo(endpoint, stack);
    const stream = await EventStream.open(stack.api.origin);
    const began = stream.lastEventId;
    let restarted: Promise<void> | undefined;
    const restart = async () => {
      await postgres.stop();
      postgres = await startPostgres({ dir, port: postgres.port, settings: SCRATCH });
    };

    const volley = {
      total: 200,
      clients: 20,
      onAccepted: (count: number) => {
        if (count === 50) restarted ??= restart();
      },
    };
    const accepted: string[] = [];
    // until one of them meets it: what is quick fires a whole volley before it goes away
    for (let fired = 0; accepted.length === fired; fired += volley.total)
      accepted.push(...(await fireVolley(stack.api, trigger.id, volley)));
    await restarted;

    await eventually(async () => expect((await ready(stack)).status).toBe(200));
    const ids = await expectNothingLostNorDoubled(stack.database, endpoint, trigger.id, accepted);
    const resumed = await EventStream.open(stack.api.origin, '', { 'last-event-id': began });
    for (const reader of [stream, resumed]) {
      await reader.has(...ids);
      await eventually(() => {
        for (const id of ids) expect(reader.deliveriesOf(id).at(-1)?.status).toBe('delivered');
      });
      expect(reader.messages.map(({ type }) => type)).not.toContain('reset');
      reader.close();
    }
  });
});
