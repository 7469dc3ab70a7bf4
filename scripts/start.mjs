#!/usr/bin/env node
// @ts-check
// `npm start`: from a fresh clone to a running platform, in the order in which it happens.
// `npm run dev` (--watch) also rebuilds and restarts on change, and serves the console from its sources.
// No package is needed before the install is done.
import './steps/node-version.mjs';
import { join } from 'node:path';
import { serveConsoleSources } from './console-dev.mjs';
import { startServers } from './embedded/servers.mjs';
import { runUntilStopped } from './lifetime.mjs';
import { claimDataDir } from './lock.mjs';
import { choosePort } from './ports.mjs';
import { Supervisor } from './processes/supervisor.mjs';
import { step } from './say.mjs';
import { keptSecret, readSettings, withStartDefaults } from './settings.mjs';
import { migrate, migrateOnceADay } from './steps/migrate.mjs';
import { prepare } from './steps/prepare.mjs';
import { watch } from './watch.mjs';
import { welcome } from './welcome.mjs';

const root = join(import.meta.dirname, '..');
const watching = process.argv.includes('--watch');

process.exitCode = await runUntilStopped(async ({ signal, asked, onStop }) => {
  const settings = withStartDefaults(root, readSettings(root));
  const { DATA_DIR: dataDir, HOST: host } = settings;
  const wish = { asked: settings.PORT, host, reservations: join(root, '.cache') };
  if (wish.asked) await choosePort(wish); // a port that is taken is said before the install, not after it
  const claim = claimDataDir(dataDir);

  await prepare(root, signal);
  signal.throwIfAborted();

  const servers = await startServers(settings, dataDir);
  onStop(servers.stop);
  const env = {
    APP_SECRET: keptSecret(join(dataDir, 'app-secret')),
    ...settings,
    ...servers.env,
    PORT: String(await choosePort(wish)),
  };
  await (servers.postgres ? migrateOnceADay : migrate)(root, env, signal);

  const [api, worker] = [app('api', env), app('worker', { UV_THREADPOOL_SIZE: '64', ...env })];
  onStop(() => Promise.all([api.stop(), worker.stop()]));
  const started = step('starting api and worker', () => Promise.all([api.start(), worker.start()]));
  const [url] = await Promise.race([started, servers.died, asked]);

  claim.describe(`process ${process.pid}, at ${url}`);
  welcome({ ...servers, api: url, env });
  if (watching) {
    onStop(watch(root, () => Promise.all([api.restart(), worker.restart()])));
    onStop(serveConsoleSources(root, url));
  }

  await Promise.race([asked, servers.died, api.failed, worker.failed]);
});

/** @param {string} name @param {NodeJS.ProcessEnv} env */
function app(name, env) {
  const what = { name, entry: `dist/apps/${name}/src/main.js`, env, cwd: root };
  return new Supervisor(what, { waitForChange: watching });
}
