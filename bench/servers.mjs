// @ts-check
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { ensureDatabase } from '../scripts/embedded/database.mjs';
import { removeHome } from '../scripts/embedded/home.mjs';
import { startPostgres } from '../scripts/embedded/postgres.mjs';
import { ensureRedisServer } from '../scripts/embedded/redis-packages.mjs';
import { startRedis } from '../scripts/embedded/redis.mjs';
import { Trouble } from '../scripts/say.mjs';

/**
 * Durable as in production, and told how much memory it has. Commit timestamps are how a commit is timed: PostgreSQL
 * notes each one's instant, for the yardsticks as for us.
 */
export const DURABLE = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '1GB',
  max_wal_size: '4GB',
  track_commit_timestamp: 'on',
  shared_preload_libraries: 'pg_stat_statements',
};

/** @typedef {Awaited<ReturnType<typeof startServers>>} Servers */

/**
 * A PostgreSQL and a Redis of the run's own, in a folder of the clone: /tmp may be memory, where a flush costs nothing.
 * @param {string} root
 */
export async function startServers(root) {
  const why = await ensureRedisServer();
  if (why) throw new Trouble(`The bench needs a Redis: ${why}.`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  const dir = mkdtempSync(join(root, '.cache', 'bench-'));
  const forget = () => {
    removeHome(join(dir, 'postgres'));
    rmSync(dir, { recursive: true, force: true });
  };
  const [postgres, redis] = await Promise.all([
    startPostgres({ dir: join(dir, 'postgres'), settings: DURABLE }),
    startRedis({ dir: join(dir, 'redis') }),
  ]);
  /** @type {Promise<never>} */
  const died = Promise.race([postgres.ended, redis.ended]).then((how) => {
    throw new Trouble(`PostgreSQL or Redis ${how} during the bench.`);
  });
  died.catch(() => {}); // they also end when they are told to

  return {
    redisUrl: redis.url,
    died,
    /** The URL of a database, which is made when there is none. @param {string} name */
    database: (name) => ensureDatabase(postgres.url, name),
    /** @param {string} name */
    connect: async (name) => {
      const client = new pg.Client({ connectionString: await ensureDatabase(postgres.url, name) });
      client.on('error', () => {}); // the server ends before it when a suite fails
      await client.connect();
      return client;
    },
    emptyRedis: () => onRedis(redis.url, (client) => client.flushall()),
    redisVersion: () =>
      onRedis(redis.url, async (client) => /redis_version:(\S+)/.exec(await client.info('server'))?.[1]),
    stop: async () => {
      await Promise.all([postgres.stop(), redis.stop()]);
      forget();
    },
  };
}

/** @template T @param {string} url @param {(client: Redis) => Promise<T>} work */
async function onRedis(url, work) {
  const client = new Redis(url);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}
