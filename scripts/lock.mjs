// @ts-check
import { spawnSync } from 'node:child_process';
import { closeSync, constants, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say, Trouble } from './say.mjs';

/** @typedef {{ describe: (holder: string) => void, release: () => void }} Lock */

/**
 * Takes the lock of `file`, or returns undefined when another process has it.
 *
 * It is a lock of the kernel on the open file, not the file's existence: it goes with the process, however that ends,
 * so there is no stale lock to recognise. Node has no flock(2), but a lock belongs to the open file description, and
 * one taken by flock(1) on our descriptor is therefore ours.
 * @param {string} file
 * @param {string} [holder] what another process that wants the lock is told
 * @returns {Lock | undefined}
 */
export function tryLock(file, holder = `process ${process.pid}`) {
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = process.platform === 'linux' ? openAndFlock(file) : openLocked(file);
  if (descriptor === undefined) return undefined;
  const describe = (/** @type {string} */ text) => {
    ftruncateSync(descriptor);
    writeSync(descriptor, text, 0);
  };
  describe(holder);
  return { describe, release: () => closeSync(descriptor) };
}

/**
 * Waits for the lock of `file` and holds it while `work` runs.
 * @template T
 * @param {string} file
 * @param {AbortSignal} signal gives up waiting
 * @param {() => Promise<T>} work
 */
export async function withLock(file, signal, work) {
  let lock = tryLock(file);
  if (!lock) say(`waiting for ${holderOf(file)}, which installs or builds this clone …`);
  while (!lock) {
    await sleep(200, undefined, { signal });
    lock = tryLock(file);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/**
 * One launcher per data folder, for as long as it lives.
 * @param {string} dataDir
 */
export function claimDataDir(dataDir) {
  const file = join(dataDir, 'lock');
  try {
    const claim = tryLock(file);
    if (claim) return claim;
  } catch (failure) {
    if (failure instanceof Trouble) throw failure;
    const { message } = /** @type {Error} */ (failure);
    throw new Trouble(
      `The data folder ${dataDir} cannot be used: ${message}`,
      'Set DATA_DIR to a folder of your own.',
    );
  }
  throw new Trouble(
    `The platform already runs on ${dataDir} (${holderOf(file)}).`,
    'Use that one, stop it first, or start this one with another DATA_DIR and PORT.',
  );
}

/** @param {string} file */
const holderOf = (file) => readFileSync(file, 'utf8') || 'another process';

/** @param {string} file */
function openAndFlock(file) {
  const descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  const { error, status } = spawnSync('flock', ['--nonblock', '3'], {
    stdio: ['ignore', 'ignore', 'ignore', descriptor],
  });
  if (status === 0) return descriptor;
  closeSync(descriptor);
  if (error) throw new Trouble(`flock(1) cannot be run: ${error.message}`, 'Install the package util-linux.');
  return undefined;
}

/** The BSDs, macOS among them, can lock while opening. @param {string} file */
function openLocked(file) {
  const O_EXLOCK = 0x20;
  try {
    return openSync(file, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK, 0o600);
  } catch (failure) {
    if (/** @type {NodeJS.ErrnoException} */ (failure).code === 'EAGAIN') return undefined;
    throw failure;
  }
}
