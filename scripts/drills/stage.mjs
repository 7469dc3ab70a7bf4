// @ts-check
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { ensureDatabase } from '../embedded/database.mjs';
import { removeHome } from '../embedded/home.mjs';
import { startPostgres } from '../embedded/postgres.mjs';
import { ensureRedisServer } from '../embedded/redis-packages.mjs';
import { startRedis } from '../embedded/redis.mjs';
import { freePort } from '../ports.mjs';
import { startApp } from '../processes/app.mjs';
import { ended } from '../processes/stop.mjs';
import { Trouble } from '../say.mjs';
import { migrate } from '../steps/migrate.mjs';

/** @typedef {import('../processes/app.mjs').App} App */

const WORKERS = 2;
const NAMESPACE = 'drill';
/**
 * Jobs that have to wait in Redis before it loses what it holds, and for how long they may fail to come. One carries the
 * deliveries of a commit, and beyond its share a destination waits in PostgreSQL: where commits are slow there is one job.
 */
const JOBS_TO_LOSE = 1;
const JOBS_LIMIT_MS = 30_000;
const JOBS_PATIENCE_MS = 2000;
const PAUSE_MS = 1000;

/** One api and two workers on a PostgreSQL (durable) and a Redis of their own, each of which can be taken away. */
export class Stage {
  /** @type {import('../embedded/postgres.mjs').Postgres | undefined} */ #postgres;
  /** @type {import('../embedded/redis.mjs').Redis | undefined} */ #redis;
  /** @type {App | undefined} */ #api;
  /** @type {App[]} */ #workers = [];
  /** @type {NodeJS.ProcessEnv} */ #env = {};
  /** @type {string | undefined} */ #dir;

  /** @param {string} root */
  constructor(root) {
    this.root = root;
  }

  async set() {
    const why = await ensureRedisServer();
    if (why) throw new Trouble(`The drill needs a Redis: ${why}.`);
    mkdirSync(join(this.root, '.cache'), { recursive: true });
    this.#dir = mkdtempSync(join(this.root, '.cache', 'drill-'));
    await Promise.all([this.startPostgres(), this.startRedis()]);
    this.#env = {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      LOG_LEVEL: 'error',
      AUTH: 'off',
      APP_SECRET: 'of-the-drill-and-nobody-else-0123456789',
      DATABASE_URL: await ensureDatabase(this.#postgres?.url ?? '', 'drill'),
      QUEUE_BACKEND: 'redis',
      QUEUE_NAMESPACE: NAMESPACE,
      REDIS_URL: this.#redis?.url,
      PORT: String(await freePort()),
      DELIVERY_ALLOW: '127.0.0.0/8',
    };
    await migrate(this.root, this.#env);
    await Promise.all([this.startApi(), ...Array.from({ length: WORKERS }, () => this.startWorker())]);
  }

  /** Where the api listens, also when it was killed and started again. */
  get url() {
    return `http://127.0.0.1:${this.#env.PORT}`;
  }

  async startPostgres() {
    const dir = join(String(this.#dir), 'postgres');
    this.#postgres = await startPostgres({ dir, port: this.#postgres?.port });
  }

  async stopPostgres() {
    await this.#postgres?.stop();
  }

  async killPostgres() {
    await kill(this.#postgres?.process);
  }

  /** At the same address; with what it had saved last. */
  async startRedis() {
    this.#redis = await startRedis({ dir: join(String(this.#dir), 'redis'), port: this.#redis?.port });
  }

  async killRedis() {
    await kill(this.#redis?.process);
  }

  /** @template T @param {(redis: Redis) => Promise<T>} work @returns {Promise<T>} */
  async onRedis(work) {
    const client = new Redis(String(this.#redis?.url));
    return work(client).finally(() => client.disconnect());
  }

  /**
   * Does `work` at a moment at which jobs wait in Redis: the workers stand still meanwhile. While they are behind nothing is
   * handed over but by themselves, so they are let go on and stopped again until something is.
   * @param {() => Promise<unknown>} work @returns {Promise<unknown>}
   */
  async whileJobsWait(work) {
    const workers = this.#workers.map((worker) => worker.process);
    const limit = performance.now() + JOBS_LIMIT_MS;
    for (; ; await sleep(PAUSE_MS)) {
      if (performance.now() > limit) throw new Trouble('No jobs came to wait in Redis, so none can be lost.');
      for (const worker of workers) worker.kill('SIGSTOP');
      try {
        if (await this.#jobsWait()) return await work();
      } finally {
        for (const worker of workers) worker.kill('SIGCONT');
      }
    }
  }

  /** Whether some come to wait within a second or two. */
  async #jobsWait() {
    const limit = performance.now() + JOBS_PATIENCE_MS;
    while (performance.now() < limit) {
      const waiting = await this.onRedis((redis) => redis.llen(`${NAMESPACE}:deliveries:wait`));
      if (waiting >= JOBS_TO_LOSE) return true;
      await sleep(20);
    }
    return false;
  }

  async startApi() {
    this.#api = await this.#start('api');
  }

  async killApi() {
    await kill(this.#api?.process);
  }

  async startWorker() {
    this.#workers.push(await this.#start('worker'));
  }

  async killWorker() {
    await kill(this.#workers.shift()?.process);
  }

  /** Whether an outage has ended one of them, which none may. @returns {string[]} */
  get fallen() {
    const apps = [this.#api, ...this.#workers].map((app) => app?.process);
    return apps.flatMap((app) =>
      app && (app.exitCode ?? app.signalCode) !== null ? [String(app.spawnargs.at(-1))] : [],
    );
  }

  /** @param {string} sql @returns {Promise<Record<string, any>[]>} */
  async query(sql) {
    const client = new pg.Client({ connectionString: this.#env.DATABASE_URL });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async clear() {
    await Promise.all([this.#api, ...this.#workers].map(async (app) => app?.stop()));
    await Promise.all([this.#postgres?.stop(), this.#redis?.stop()]);
    if (!this.#dir) return;
    removeHome(join(this.#dir, 'postgres'));
    rmSync(this.#dir, { recursive: true, force: true });
    this.#dir = undefined;
  }

  /** @param {'api' | 'worker'} name */
  async #start(name) {
    const app = startApp({ name, entry: `dist/apps/${name}/src/main.js`, env: this.#env, cwd: this.root });
    await app.ready;
    return app;
  }
}

/** @param {import('node:child_process').ChildProcess | undefined} child */
async function kill(child) {
  if (!child) return;
  child.kill('SIGKILL');
  await ended(child);
}
