import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Config } from '@app/config';
import { findRedisServer } from '../../../scripts/embedded/redis-server.mjs';
import { startRedis, type Redis as RedisServer } from '../../../scripts/embedded/redis.mjs';
import { eventually } from '../../../test/support/eventually.js';
import { QueueLosses } from './queue-losses.js';
import { RedisCommands } from './redis-commands.js';

describe.skipIf(!findRedisServer())('Losses of the queue', () => {
  const dir = mkdtempSync(join(tmpdir(), 'etp-losses-redis-'));
  let server: RedisServer;
  let admin: Redis;
  let redis: RedisCommands[];
  /** Two processes. */
  let losses: QueueLosses[];
  let config: Config;

  beforeAll(async () => {
    server = await startRedis({ dir });
    admin = new Redis(server.url);
    admin.on('error', () => {}); // it is taken away from under it
  });
  beforeEach(async () => {
    config = new Config({
      APP_SECRET: 'a-secret-of-the-tests-0123456789abcdef',
      DATABASE_URL: 'postgres://localhost/none',
      REDIS_URL: server.url,
    });
    redis = [new RedisCommands(config), new RedisCommands(config)];
    losses = redis.map((one) => new QueueLosses(one, config));
    redis.forEach((one) => one.onModuleInit());
    await found();
    await eventually(async () => expect(await ask()).toContain(true)); // nobody has counted in it before
    for (let n = 0; n < 3; n++) expect(await ask()).toEqual([false, false]);
  });
  afterEach(async () => {
    redis.forEach((one) => one.onApplicationShutdown());
    await admin.flushall();
  });
  afterAll(async () => {
    admin.disconnect();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const found = () =>
    eventually(() => expect(redis.every(({ client }) => client!.status === 'ready')).toBe(true));
  const ask = async () => [await losses[0]!.isToBeMadeUp(), await losses[1]!.isToBeMadeUp()];

  /** How often either was told, of ten times that both have asked. */
  async function timesTold(): Promise<number> {
    let times = 0;
    for (let n = 0; n < 10; n++) times += (await ask()).filter(Boolean).length;
    return times;
  }

  it('are none as long as nothing happens', async () => {
    expect(await timesTold()).toBe(0);
  });

  it('are none for one that begins while Redis is slow', async () => {
    await admin.client('PAUSE', 300);
    const slow = new RedisCommands(config);
    const another = new QueueLosses(slow, config);
    slow.onModuleInit();
    await eventually(() => expect(slow.client!.status).toBe('ready'));
    const told: boolean[] = [];
    for (let n = 0; n < 6; n++) told.push(await another.isToBeMadeUp());
    slow.onApplicationShutdown();

    expect(told).not.toContain(true);
  });

  it('are told of once, when it was emptied and its first answer is not heard', async () => {
    await admin.flushall();
    losses = redis.map((one) => new QueueLosses(one, config));
    await admin.client('PAUSE', 2500, 'WRITE');
    expect(await ask()).toEqual([false, false]);
    await eventually(async () => expect(await admin.exists('any')).toBe(0)); // it takes commands again
    expect(await timesTold()).toBe(1);
    expect(await timesTold()).toBe(0);
  });

  it('are told of once, when it was emptied', async () => {
    await admin.flushall();
    expect(await timesTold()).toBe(1);
    expect(await timesTold()).toBe(0);
  });

  it('are told of at once to the first that asks, when it was emptied while nobody did', async () => {
    await admin.flushall();
    losses = redis.map((one) => new QueueLosses(one, config));
    await eventually(async () => expect(await ask()).toEqual([true, false]));
    expect(await timesTold()).toBe(0);
  });

  it('are none for one that begins to ask beside others', async () => {
    const another = new QueueLosses(redis[0]!, config);
    for (let n = 0; n < 4; n++) expect(await another.isToBeMadeUp()).toBe(false);
  });

  it('are told of once, when it went back to an earlier copy', async () => {
    const [key] = await admin.keys('*:losses:count');
    await admin.decrby(key!, 3);
    expect(await timesTold()).toBe(1);
  });

  it('are told of once, when it refused to take more', async () => {
    await admin.config('SET', 'maxmemory', '1');
    expect(await timesTold()).toBe(0);
    await admin.config('SET', 'maxmemory', '0');
    expect(await timesTold()).toBe(1);
  });

  it('are told of once, after it was away', async () => {
    await server.stop();
    expect(await timesTold()).toBe(0);
    server = await startRedis({ dir, port: server.port });
    await found();
    expect(await timesTold()).toBe(1);
  });
});
