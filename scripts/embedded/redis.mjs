// @ts-check
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../ports.mjs';
import { ended, isRunning, stopProcess } from '../processes/stop.mjs';
import { spawnTethered } from '../processes/tether.mjs';
import { Trouble } from '../say.mjs';
import { keptSecret } from '../settings.mjs';
import { answersPing } from './redis-ping.mjs';
import { findRedisServer } from './redis-server.mjs';

/**
 * @typedef {object} Redis
 * @property {string} url with its password
 * @property {number} port
 * @property {string} program the server that was found
 * @property {import('node:child_process').ChildProcess} process
 * @property {Promise<string>} ended how it ended, in words
 * @property {() => Promise<boolean>} stop
 */

const BOOT_LIMIT = 30_000;

/**
 * Starts a private Redis (or Valkey) on the loopback. It ends with this process, however that ends. The same `dir` and
 * `port` have the same URL again; with `keep` a clean end also saves what is in it.
 * @param {{ dir: string, port?: number, keep?: boolean }} options
 * @returns {Promise<Redis>}
 */
export async function startRedis({ dir, port, keep = false }) {
  const server = findRedisServer();
  if (!server) throw new Trouble('There is no redis-server or valkey-server on PATH.');
  const place = resolve(dir);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const password = keptSecret(join(place, 'password'));

  for (let attempt = 1; ; attempt++) {
    const chosen = port ?? (await freePort());
    const child = spawnTethered(server.program, ['-'], {
      cwd: place,
      env: { PATH: process.env.PATH, LC_ALL: 'C', ...server.env },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // On standard input, because a command line can be read by every user of the machine.
    child.stdin?.on('error', () => {}).end(configuration({ place, port: chosen, password, keep }));
    if (await isReady(child, chosen, password)) {
      return {
        url: `redis://:${password}@127.0.0.1:${chosen}`,
        port: chosen,
        program: server.program,
        process: child,
        ended: ended(child),
        stop: () => stopProcess(child, { grace: 10_000 }),
      };
    }
    if (port || attempt === 5)
      throw new Trouble(`Redis did not start:\n\n${logIn(place)}\n`, `Its data is in ${place}.`);
  }
}

/** @param {{ place: string, port: number, password: string, keep: boolean }} options */
function configuration({ place, port, password, keep }) {
  return [
    `bind 127.0.0.1`,
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(place)}`,
    `logfile ${JSON.stringify(join(place, 'redis.log'))}`,
    `daemonize no`,
    `maxmemory-policy noeviction`, // BullMQ's condition: a job must not be forgotten
    `appendonly no`, // PostgreSQL knows every delivery: a job lost with a crash is added again
    keep ? 'save 60 1' : 'save ""',
    `stop-writes-on-bgsave-error no`,
    '',
  ].join('\n');
}

/** @param {string} place */
function logIn(place) {
  try {
    return readFileSync(join(place, 'redis.log'), 'utf8').trim().split('\n').slice(-15).join('\n');
  } catch {
    return 'It left no log.';
  }
}

/** @param {import('node:child_process').ChildProcess} child @param {number} port @param {string} password */
async function isReady(child, port, password) {
  const limit = performance.now() + BOOT_LIMIT;
  while (isRunning(child) && performance.now() < limit) {
    if (await answersPing(port, password)) return true;
    await sleep(15);
  }
  child.kill('SIGKILL');
  return false;
}
