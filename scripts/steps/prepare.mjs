// @ts-check
import { join } from 'node:path';
import { withLock } from '../lock.mjs';
import { build, isBuilt } from './build.mjs';
import { install, isInstalled } from './install.mjs';

/**
 * Installs and builds what is missing or out of date. A clone that is ready is only looked at, so it may be read-only;
 * otherwise one process at a time works, and the next one finds it done.
 * @param {string} root
 * @param {AbortSignal} signal
 */
export async function prepare(root, signal) {
  await ensureInstalled(root, signal);
  await ensureBuilt(root, signal);
}

/** The first half of `prepare`. @param {string} root @param {AbortSignal} signal */
export const ensureInstalled = (root, signal) => ensure(root, signal, isInstalled, install);

/** The second half of `prepare`. @param {string} root @param {AbortSignal} signal */
export const ensureBuilt = (root, signal) => ensure(root, signal, isBuilt, build);

/**
 * @param {string} root @param {AbortSignal} signal @param {(root: string) => boolean} isDone
 * @param {(root: string, signal: AbortSignal) => Promise<void>} work
 */
async function ensure(root, signal, isDone, work) {
  if (isDone(root)) return;
  await withLock(join(root, '.cache', 'prepare.lock'), signal, async () => {
    if (!isDone(root)) await work(root, signal);
  });
}
