// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/** For how long a server is away. */
const AWAY_MS = 5000;

/** More than a second's firings wait: none was handed over all the while. @type {Struck} */
const heldUp = ({ backlog }, rate) => backlog > rate;
/** @type {Struck} */
const someWait = ({ backlog }) => backlog > 0;
/** @type {Struck} */
const someRefused = ({ refused }) => refused > 0;

/**
 * Whether it shows that a blow struck, at so many firings a second.
 * @typedef {(result: import('./run-drill.mjs').BlowResult, rate: number) => boolean} Struck
 */

/**
 * @typedef {object} Blow
 * @property {string} name
 * @property {(stage: import('./stage.mjs').Stage) => Promise<unknown>} strike settles when what was taken away is back
 * @property {Struck} [struck] none: that the process has ended is enough
 */

/** Everything that a set takes away, in this order. @type {Record<string, Blow[]>} */
export const drills = {
  'redis-loss': [
    {
      name: 'Redis: FLUSHALL, while jobs wait',
      strike: (stage) => stage.whileJobsWait(() => stage.onRedis((redis) => redis.flushall())),
      struck: someWait,
    },
    {
      name: `Redis: kill -9, away for ${AWAY_MS / 1000} s`,
      async strike(stage) {
        await stage.killRedis();
        await sleep(AWAY_MS);
        await stage.startRedis();
      },
      struck: heldUp,
    },
    {
      name: `Redis: full for ${AWAY_MS / 1000} s (noeviction)`,
      async strike(stage) {
        await stage.onRedis((redis) => redis.config('SET', 'maxmemory', '1'));
        await sleep(AWAY_MS);
        await stage.onRedis((redis) => redis.config('SET', 'maxmemory', '0'));
      },
      struck: heldUp,
    },
    {
      name: 'Redis: fail-over to a copy that is some seconds old',
      async strike(stage) {
        await stage.onRedis((redis) => redis.save());
        await sleep(2000);
        await stage.whileJobsWait(() => stage.killRedis());
        await stage.startRedis();
      },
      struck: someWait,
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
      struck: someRefused,
    },
    {
      name: `PostgreSQL: shut down, away for ${AWAY_MS / 1000} s`,
      async strike(stage) {
        await stage.stopPostgres();
        await sleep(AWAY_MS);
        await stage.startPostgres();
      },
      struck: someRefused,
    },
    {
      name: 'PostgreSQL: kill -9, crash recovery',
      async strike(stage) {
        await stage.killPostgres();
        await stage.startPostgres();
      },
      struck: someRefused,
    },
  ],
};
