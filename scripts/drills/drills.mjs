// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/** For how long a server is away. */
const AWAY_MS = 5000;

/**
 * @typedef {object} Blow
 * @property {string} name
 * @property {(stage: import('./stage.mjs').Stage) => Promise<void>} strike settles when what was taken away is back
 */

/** Everything that a set takes away, in this order. @type {Record<string, Blow[]>} */
export const drills = {
  'redis-loss': [
    { name: 'Redis: FLUSHALL', strike: (stage) => stage.onRedis((redis) => redis.flushall()) },
    {
      name: `Redis: kill -9, away for ${AWAY_MS / 1000} s`,
      async strike(stage) {
        await stage.killRedis();
        await sleep(AWAY_MS);
        await stage.startRedis();
      },
    },
    {
      name: `Redis: full for ${AWAY_MS / 1000} s (noeviction)`,
      async strike(stage) {
        await stage.onRedis((redis) => redis.config('SET', 'maxmemory', '1'));
        await sleep(AWAY_MS);
        await stage.onRedis((redis) => redis.config('SET', 'maxmemory', '0'));
      },
    },
    {
      name: 'Redis: fail-over to a copy that is some seconds old',
      async strike(stage) {
        await stage.onRedis((redis) => redis.save());
        await sleep(2000);
        await stage.killRedis();
        await stage.startRedis();
      },
    },
  ],
  'process-loss': [
    {
      name: 'a worker of two: kill -9, restarted',
      async strike(stage) {
        await stage.killWorker();
        await stage.startWorker();
      },
    },
    {
      name: 'the api: kill -9, restarted',
      async strike(stage) {
        await stage.killApi();
        await stage.startApi();
      },
    },
    {
      name: `PostgreSQL: shut down, away for ${AWAY_MS / 1000} s`,
      async strike(stage) {
        await stage.stopPostgres();
        await sleep(AWAY_MS);
        await stage.startPostgres();
      },
    },
    {
      name: 'PostgreSQL: kill -9, crash recovery',
      async strike(stage) {
        await stage.killPostgres();
        await stage.startPostgres();
      },
    },
  ],
};
