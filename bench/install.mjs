// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../scripts/processes/run.mjs';
import { step } from '../scripts/say.mjs';

const here = import.meta.dirname;

/** Installs what the bench needs beside the platform's packages, at the first run and when its lock file has changed. @param {AbortSignal} signal */
export async function installYardsticks(signal) {
  if (isInstalled()) return;
  await step('installing the yardsticks (npm ci in bench/)', () =>
    run('npm ci', 'npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], { cwd: here, signal }),
  );
}

function isInstalled() {
  const written = join(here, 'node_modules', '.package-lock.json');
  if (!existsSync(written)) return false;
  const installed = packagesIn(written);
  return Object.entries(packagesIn(join(here, 'package-lock.json')))
    .filter(([path]) => path !== '')
    .every(([path, { version }]) => installed[path]?.version === version);
}

/** @param {string} lockFile @returns {Record<string, { version: string }>} */
const packagesIn = (lockFile) => JSON.parse(readFileSync(lockFile, 'utf8')).packages;

/**
 * A package of bench/, without its types: `npm test` checks this folder without having installed it.
 * @param {string} name @returns {Promise<any>}
 */
export const ownPackage = (name) => import(name);
