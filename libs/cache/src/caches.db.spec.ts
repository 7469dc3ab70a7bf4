import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { Clock, ClockModule } from '@app/clock';
import { Config, ConfigModule } from '@app/config';
import { DatabaseModule } from '@app/database';
import { RedisCommands } from '@app/queue';
import { findRedisServer } from '../../../scripts/embedded/redis-server.mjs';
import { startRedis } from '../../../scripts/embedded/redis.mjs';
import { TestDatabase } from '../../../test/support/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { describeOnEachQueue } from '../../../test/support/queue-backends.js';
import { type Cache } from './cache.js';
import { CacheModule } from './cache.module.js';
import { Caches } from './caches.js';

const LISTENERS = `FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'event-trigger-platform notifications'`;

/** The libs as one process has them, with a clock that tests can put forward. */
class Process {
  readonly cache: Cache<string>;
  readonly redis: RedisCommands;
  loads = 0;

  private constructor(
    private readonly module: TestingModule,
    load: () => Promise<string>,
  ) {
    this.redis = module.get(RedisCommands);
    this.cache = module.get(Caches).create({
      name: 'states',
      max: 10,
      load: () => (this.loads++, load()),
    });
  }

  static async start(env: NodeJS.ProcessEnv, load: () => Promise<string>): Promise<Process> {
    const module = await Test.createTestingModule({
      imports: [ConfigModule, ClockModule, DatabaseModule, CacheModule],
    })
      .overrideProvider(Config)
      .useValue(new Config({ APP_SECRET: 'a-secret-of-the-tests-0123456789abcdef', ...env }))
      .compile();
    const process = new Process(module, load);
    await module.init();
    return process;
  }

  get(): Promise<string | undefined> {
    return this.cache.get('a');
  }

  later(ms: number): void {
    const now = Date.now();
    this.module.get(Clock).measured(now + ms, now, now);
  }

  close(): Promise<void> {
    return this.module.close();
  }
}

interface Stage {
  database: TestDatabase;
  namespace: string;
  change(state: string): Promise<void>;
  one: Process;
  other: Process;
}

/** Two processes on one database; `redis` says where their second level is. */
function useTwoProcesses(redis: () => string | null): Stage {
  const stage = {} as Stage;
  beforeAll(async () => {
    stage.database = await TestDatabase.clone();
    await stage.database.query(`CREATE TABLE states (state text)`);
    await stage.database.query(`INSERT INTO states VALUES ('first')`);
    stage.change = async (state) =>
      void (await stage.database.query(`UPDATE states SET state = $1`, [state]));
  });
  beforeEach(async () => {
    const url = redis();
    stage.namespace = `test-${randomUUID()}`;
    const env = {
      DATABASE_URL: stage.database.url,
      QUEUE_NAMESPACE: stage.namespace,
      ...(url ? { REDIS_URL: url } : { QUEUE_BACKEND: 'postgres' }),
    };
    const load = async () =>
      (await stage.database.query<{ state: string }>('SELECT * FROM states'))[0]!.state;
    await stage.change('old');
    [stage.one, stage.other] = await Promise.all([Process.start(env, load), Process.start(env, load)]);
    await eventually(async () => {
      expect(await stage.database.count(`SELECT count(*) ${LISTENERS} AND query LIKE 'LISTEN%'`)).toBe(2);
      if (url)
        expect([stage.one, stage.other].map((on) => on.redis.client!.status)).toEqual(['ready', 'ready']);
    });
  });
  afterEach(() => Promise.all([stage.one?.close(), stage.other?.close()]));
  afterAll(() => stage.database?.close());
  return stage;
}

describeOnEachQueue('Two processes with a cache', (queue) => {
  const on = useTwoProcesses(() => (queue === 'redis' ? inject('redisUrl') : null));

  it('see each other’s changes at once', async () => {
    expect([await on.one.get(), await on.other.get()]).toEqual(['old', 'old']);
    await on.change('new');
    expect([await on.one.get(), await on.other.get()]).toEqual(['old', 'old']);
    await on.one.cache.invalidate('a');

    expect(await on.one.get()).toBe('new');
    await eventually(async () => expect(await on.other.get()).toBe('new'), { within: 2000 });
  });

  it('drop a cache as a whole when there are too many keys to name', async () => {
    await on.other.get();
    await on.change('new');
    await on.one.cache.invalidate('a', ...Array.from({ length: 1000 }, () => randomUUID()));

    await eventually(async () => expect(await on.other.get()).toBe('new'), { within: 2000 });
  });

  it('see a change 5 s later when the word of it was lost', async () => {
    await Promise.all([on.one.get(), on.other.get()]);
    await on.change('new'); // and nobody is told

    on.one.later(4000);
    expect(await on.one.get()).toBe('old');
    on.one.later(5001);
    on.other.later(5001);
    expect([await on.one.get(), await on.other.get()]).toEqual(['new', 'new']);
  });

  it('do not reject a change when the database is away for its word', async () => {
    await on.one.get();
    await on.change('new');
    await on.one.close();

    await on.one.cache.invalidate('a');
    expect(await on.one.get()).toBe('new');
  });
});

describe('Two processes with a cache in memory alone', () => {
  const on = useTwoProcesses(() => null);

  it('forget what they kept once a lost connection to the notifications is back', async () => {
    await Promise.all([on.one.get(), on.other.get()]);
    await on.change('new'); // and nobody is told
    expect(await on.other.get()).toBe('old');
    await on.database.query(`SELECT pg_terminate_backend(pid) ${LISTENERS}`);

    await eventually(async () => expect(await on.other.get()).toBe('new'), { within: 2000 });
    await eventually(async () => expect(await on.one.get()).toBe('new'), { within: 2000 });
    await on.change('newer');
    await on.one.cache.invalidate('a');
    await eventually(async () => expect(await on.other.get()).toBe('newer'), { within: 2000 });
  });
});

describe.skipIf(inject('redisUrl') === null)('Two processes with a cache on Redis', () => {
  const on = useTwoProcesses(() => inject('redisUrl'));

  it('load once for both, and put nothing there that stays', async () => {
    const client = new Redis(inject('redisUrl')!);
    // Again with another key: on a busy machine a process may once not have waited for Redis.
    const keys = await eventually(async () => {
      const key = randomUUID();
      await on.one.cache.get(key);
      const before = on.other.loads;
      const found = await client.keys(`${on.namespace}:cache:states:${key}`);
      await on.other.cache.get(key);
      expect([found.length, on.other.loads]).toEqual([1, before]);
      return found;
    });

    const times = await Promise.all(keys.map((key) => client.pttl(key)));
    await client.quit();
    expect(times.every((ms) => ms > 0 && ms <= 5000)).toBe(true);
  });
});

describe.skipIf(!findRedisServer())('A cache whose Redis', () => {
  const dir = mkdtempSync(join(tmpdir(), 'etp-cache-redis-'));
  let redis: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    redis = await startRedis({ dir });
  });
  afterAll(async () => {
    await redis.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const on = useTwoProcesses(() => redis.url);

  it('is flushed goes on', async () => {
    await on.one.get();
    const client = new Redis(redis.url);
    await client.flushall();
    await client.quit();

    expect([await on.one.get(), await on.other.get()]).toEqual(['old', 'old']);
    await on.change('new');
    await on.one.cache.invalidate('a');
    await eventually(async () => expect(await on.other.get()).toBe('new'), { within: 2000 });
  });

  it('hangs costs one get some tens of ms and the next ones nothing', async () => {
    redis.process.kill('SIGSTOP');
    try {
      const began = performance.now();
      expect(await on.one.get()).toBe('old');
      expect(performance.now() - began).toBeLessThan(300);

      const client = on.one.redis.client!;
      let asked = 0;
      client.sendCommand = () => (asked++, Promise.reject(new Error('it was to be left alone')));
      await on.one.cache.get('b');
      expect(asked).toBe(0);
    } finally {
      redis.process.kill('SIGCONT');
    }
  });

  it('is stopped goes on, and uses it again after its return', async () => {
    await on.one.get();
    await redis.stop();
    await on.change('new');
    await on.one.cache.invalidate('a');
    expect(await on.one.get()).toBe('new');
    await eventually(async () => expect(await on.other.get()).toBe('new'), { within: 2000 });

    redis = await startRedis({ dir, port: redis.port });
    await eventually(async () => {
      const key = randomUUID();
      const before = on.other.loads;
      await on.one.cache.get(key);
      await on.other.cache.get(key);
      expect(on.other.loads).toBe(before);
    });
  });
});
