// @ts-check
import { join } from 'node:path';
import { Trouble } from '../say.mjs';
import { startRedis } from './redis.mjs';
import { findOnPath } from './redis-server.mjs';

/**
 * What carries the queues: what was set, else a private Redis if the machine has one, else PostgreSQL.
 * @param {import('../settings.mjs').Settings} settings
 * @param {string} dataDir
 * @returns {Promise<{ env: Record<string, string>, redis?: import('./redis.mjs').Redis }>}
 */
export async function chooseQueue({ QUEUE_BACKEND, REDIS_URL }, dataDir) {
  if (QUEUE_BACKEND && QUEUE_BACKEND !== 'redis' && QUEUE_BACKEND !== 'postgres') {
    throw new Trouble(`QUEUE_BACKEND is "${QUEUE_BACKEND}".`, 'Set it to redis or postgres, or unset it.');
  }
  if (QUEUE_BACKEND === 'postgres') return { env: { QUEUE_BACKEND } };
  if (REDIS_URL) return { env: { QUEUE_BACKEND: 'redis', REDIS_URL } };
  if (findOnPath()) {
    const redis = await startRedis({ dir: join(dataDir, 'redis'), keep: true });
    return { env: { QUEUE_BACKEND: 'redis', REDIS_URL: redis.url }, redis };
  }
  if (QUEUE_BACKEND === 'redis') {
    throw new Trouble(
      'QUEUE_BACKEND is redis, but there is no Redis: REDIS_URL is not set, and no redis-server or valkey-server is on PATH.',
      'Set REDIS_URL, install one of them, or unset QUEUE_BACKEND to run the queues on PostgreSQL.',
    );
  }
  return { env: { QUEUE_BACKEND: 'postgres' } };
}
