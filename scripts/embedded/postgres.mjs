// @ts-check
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../ports.mjs';
import { ended, isRunning, stopProcess } from '../processes/stop.mjs';
import { spawnTethered } from '../processes/tether.mjs';
import { Trouble } from '../say.mjs';
import { postgresBinaries } from './binaries.mjs';
import { ensureCluster, SUPERUSER } from './cluster.mjs';
import { dataOf, settle } from './home.mjs';
import { clearLastRun, readPostmasterFile } from './postmaster-file.mjs';
import { databaseUser } from './unprivileged.mjs';

/**
 * @typedef {object} Postgres
 * @property {string} url of the superuser, at the database `postgres`
 * @property {number} port
 * @property {string} home where its data, its log and its password are
 * @property {import('node:child_process').ChildProcess} process
 * @property {Promise<string>} ended how it ended, in words
 * @property {() => Promise<boolean>} stop ends every session and shuts down
 */

/** For a database that is thrown away. */
export const SCRATCH = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

const BOOT_LIMIT = 120_000; // it may have a crash to recover from

/**
 * Starts a PostgreSQL of our own on the loopback, with the data in `dir` (made when there is none). It ends with this
 * process, however that ends. The same `dir` and `port` have the same URL again.
 * @param {{ dir: string, port?: number, settings?: Record<string, string | number> }} options
 * @returns {Promise<Postgres>}
 */
export async function startPostgres({ dir, port, settings = {} }) {
  const place = resolve(dir);
  const user = databaseUser(place);
  const home = settle(place, user);
  const { initdb, postgres } = postgresBinaries(home, user);
  const password = await ensureCluster(home, initdb, user, { durable: settings.fsync !== 'off' });
  await clearLastRun(dataOf(home));

  for (let attempt = 1; ; attempt++) {
    const chosen = port ?? (await freePort());
    const child = launch(postgres, home, chosen, { max_connections: 200, ...settings }, user);
    if (await isReady(child, dataOf(home))) {
      return {
        url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${chosen}/postgres`,
        port: chosen,
        home,
        process: child,
        ended: ended(child),
        stop: () => stopProcess(child, { signal: 'SIGINT', grace: 30_000 }), // SIGINT: its "fast" shutdown
      };
    }
    const log = readFileSync(logOf(home), 'utf8').trim();
    // A free port can be lost to another process, and the last run's sessions can still be on their way out.
    const passing = (!port && /could not (bind|create any TCP)/.test(log)) || /still in use/.test(log);
    if (!passing || attempt === 10) {
      throw new Trouble(`PostgreSQL did not start:\n\n${log}\n`, `Its data is in ${home}.`);
    }
    await sleep(300);
  }
}

/** @param {string} home */
const logOf = (home) => join(home, 'postgres.log');

/**
 * @param {string} postgres @param {string} home @param {number} port
 * @param {Record<string, string | number>} settings
 * @param {import('./unprivileged.mjs').User | undefined} user
 */
function launch(postgres, home, port, settings, user) {
  const log = openSync(logOf(home), 'w', 0o600);
  const args = ['-D', dataOf(home), '-h', '127.0.0.1', '-p', String(port), '-k', '']; // -k '': no Unix sockets
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const child = spawnTethered(postgres, args, {
    ...user,
    deathSignal: 'SIGINT',
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return child;
}

/** @param {import('node:child_process').ChildProcess} child @param {string} data */
async function isReady(child, data) {
  const limit = performance.now() + BOOT_LIMIT;
  while (isRunning(child) && performance.now() < limit) {
    const server = readPostmasterFile(data);
    if (server?.ready && server.pid === child.pid) return true;
    await sleep(15);
  }
  child.kill('SIGQUIT');
  return false;
}
