// @ts-check
import { freePort } from '../scripts/ports.mjs';
import { startApp } from '../scripts/processes/app.mjs';
import { migrate } from '../scripts/steps/migrate.mjs';
import { residentMiB } from './resident.mjs';

/** @typedef {import('./suites/table.mjs').Bench} Bench */
/** @typedef {Awaited<ReturnType<typeof startProcess>>} Process */

/**
 * The platform on a database of its own: the environment of its processes, once the schema is there.
 * @param {Bench} bench @param {string} database
 */
export async function preparePlatform({ root, servers }, database) {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    AUTH: 'off',
    APP_SECRET: 'of-the-bench-and-nobody-else-0123456789',
    DATABASE_URL: await servers.database(database),
    QUEUE_BACKEND: 'redis',
    REDIS_URL: servers.redisUrl,
    QUEUE_NAMESPACE: database,
    DELIVERY_ALLOW: '127.0.0.0/8',
  };
  await migrate(root, env);
  return env;
}

/**
 * An api or worker as it is deployed: a process of its own, run from the build. It is stopped with the bench at the latest.
 * @param {Bench} bench @param {'api' | 'worker'} name @param {NodeJS.ProcessEnv} env
 */
export async function startProcess({ root, life }, name, env) {
  const own = { ...env, ...(name === 'api' && { PORT: String(await freePort()) }) };
  const app = startApp({ name, entry: `dist/apps/${name}/src/main.js`, env: own, cwd: root });
  life.onStop(async () => void (await app.stop()));
  const url = await app.ready;
  let peak = 0;
  const look = () => (peak = Math.max(peak, residentMiB(app.process.pid) ?? 0));
  const timer = setInterval(look, 500).unref();
  return {
    url,
    resident: () => residentMiB(app.process.pid) ?? NaN,
    /** The most that it was seen to have had. */
    peak: () => look(),
    async stop() {
      clearInterval(timer);
      await app.stop();
    },
  };
}
