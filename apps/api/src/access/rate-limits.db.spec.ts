import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Config } from '@app/config';
import { RedisCommands } from '@app/queue';
import { findRedisServer } from '../../../../scripts/embedded/redis-server.mjs';
import { startRedis } from '../../../../scripts/embedded/redis.mjs';
import { eventually } from '../../../../test/support/eventually.js';
import { RateLimits } from './rate-limits.js';

const ADDRESS = '192.0.2.1';

describe.skipIf(!findRedisServer())('The rate limits, on Redis', () => {
  const dir = mkdtempSync(join(tmpdir(), 'etp-limits-redis-'));
  const connections: RedisCommands[] = [];
  let redis: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    redis = await startRedis({ dir });
  });
  afterEach(() => connections.splice(0).forEach((connection) => connection.onApplicationShutdown()));
  afterAll(async () => {
    await redis.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  /** One api process. */
  async function process(namespace: string): Promise<RateLimits> {
    const config = new Config({
      APP_SECRET: 'a-secret-of-the-tests-0123456789abcdef',
      DATABASE_URL: 'postgres://nowhere',
      REDIS_URL: redis.url,
      QUEUE_NAMESPACE: namespace,
      RATE_LIMIT_LOGIN: '4',
    });
    const connection = new RedisCommands(config);
    connections.push(connection);
    connection.onModuleInit();
    await eventually(() => expect(connection.client!.status).toBe('ready'));
    return new RateLimits(config, connection);
  }

  const login = async (limits: RateLimits) => (await limits.consume('login', ADDRESS)).allowed;

  it('are counted by all processes together', async () => {
    const namespace = `test-${randomUUID()}`;
    const [one, other] = [await process(namespace), await process(namespace)];
    const answers = [await login(one), await login(other), await login(one), await login(other)];

    expect(answers).toEqual([true, true, true, true]);
    expect([await login(one), await login(other)]).toEqual([false, false]);
    expect(await other.consume('login', ADDRESS)).toMatchObject({
      limit: 4,
      remaining: 0,
      windowSeconds: 60,
    });
  });

  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    ['hangs', async () => redis.process.kill('SIGSTOP'), async () => redis.process.kill('SIGCONT')],
    ['is stopped', () => redis.stop(), async () => (redis = await startRedis({ dir, port: redis.port }))],
  ])('go on in memory, at once, when it %s', async (_, goAway, comeBack) => {
    const limits = await process(`test-${randomUUID()}`);
    expect(await login(limits)).toBe(true);
    await goAway();
    try {
      const began = performance.now();
      const answers: boolean[] = [];
      for (let n = 0; n < 200; n++) answers.push(await login(limits));

      expect(performance.now() - began).toBeLessThan(500);
      expect(answers.filter(Boolean)).toHaveLength(4);
      expect(answers.at(-1)).toBe(false);
    } finally {
      await comeBack();
    }
    // What was counted there before is in force again once Redis is not left alone any more.
    await eventually(async () => expect(connections[0]!.client!.status).toBe('ready'));
    await eventually(async () =>
      expect(await connections[0]!.attempt((client) => client.ping())).toBe('PONG'),
    );
  });
});
