// @ts-check
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock } from './lock.mjs';
import { say, Trouble } from './say.mjs';

const DEFAULT_PORT = 8000;
/** Linux gives away ports from 32768 on, others from 49152. */
const LOW_PORTS = { from: 10_000, to: 32_768 };

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function isFree(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A port of the loopback that is free now, and below those that systems give to connections on their way out: one of them
 * could take it before somebody listens.
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (;;) {
    const port = randomInt(LOW_PORTS.from, LOW_PORTS.to);
    if (await isFree(port, '127.0.0.1')) return port;
  }
}

/**
 * The port of the API: the one that was asked for or an error, else the first free one from 8000 on.
 * @param {{ asked: string | undefined, host: string, reservations: string }} options
 */
export async function choosePort({ asked, host, reservations }) {
  if (asked !== undefined) return requirePort(asked, host);
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + 100; port++) {
    // Another start of this clone may have chosen the port without listening yet; it holds this lock while it lives.
    const reservation = tryLock(join(reservations, `port-${port}.lock`));
    if (!reservation) continue;
    if (!(await isFree(port, host)) || !(await isFreeForLocalhost(port))) {
      reservation.release();
      continue;
    }
    if (port !== DEFAULT_PORT)
      say(`port ${DEFAULT_PORT} is taken: the API uses ${port} (PORT chooses another)`);
    return port;
  }
  throw new Trouble(
    `No port from ${DEFAULT_PORT} to ${DEFAULT_PORT + 99} is free.`,
    'Set PORT to a free one.',
  );
}

/** Browsers try ::1 first for "localhost"; whoever listens there would answer in our place. @param {number} port */
const isFreeForLocalhost = (port) => isFree(port, '::1').catch(() => true); // a machine without IPv6

/** @param {string} asked @param {string} host */
async function requirePort(asked, host) {
  const port = Number(asked);
  if (!/^\d+$/.test(asked) || port > 65_535) {
    throw new Trouble(
      `PORT is "${asked}", which is not a port.`,
      'Set PORT to a number from 1 to 65535, or unset it.',
    );
  }
  if (port === 0) return freePort();
  const cannotListen = (/** @type {Error} */ error) => {
    throw new Trouble(
      `The API cannot listen on ${host}, port ${port}: ${error.message}`,
      'Set PORT or HOST.',
    );
  };
  // A start right after a kill -9 meets the old API on its way out.
  for (const limit = performance.now() + 2000; performance.now() < limit; await sleep(100)) {
    if (await isFree(port, host).catch(cannotListen)) return port;
  }
  throw new Trouble(
    `PORT ${port} on ${host} is taken by another process.`,
    'Stop that process, set PORT to a free port, or unset PORT to let a free one be chosen.',
  );
}
