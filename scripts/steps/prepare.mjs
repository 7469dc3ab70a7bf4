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
  if (isInstalled(root) && isBuilt(root)) return;
  await withLock(join(root, '.cache', 'prepare.lock'), signal, async () => {
    if (!isInstalled(root)) await install(root, signal);
    if (!isBuilt(root)) await build(root, signal);
  });
}
