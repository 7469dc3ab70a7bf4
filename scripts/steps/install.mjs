// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../processes/run.mjs';
import { step } from '../say.mjs';

const MARKER = join('node_modules', '.installed');

/** @param {string} root */
export function isInstalled(root) {
  const marker = join(root, MARKER);
  if (existsSync(marker)) return readFileSync(marker, 'utf8') === fingerprint(root);
  return hasWhatTheLockFileSays(root);
}

/** @param {string} root @param {AbortSignal} signal */
export async function install(root, signal) {
  await step('installing packages (npm ci)', async () => {
    const [npm, ...before] = npmCommand();
    // Asked for by name, because NODE_ENV=production or a setting of the person's own npm would leave them out.
    const kinds = ['--include=dev', '--include=optional'];
    const quiet = ['--loglevel=error', '--no-audit', '--no-fund'];
    await run('npm ci', npm, [...before, 'ci', ...kinds, ...quiet], {
      cwd: root,
      signal,
      advice: 'The first start needs the package registry. Check the network (or proxy), then try again.',
    });
    writeFileSync(join(root, MARKER), fingerprint(root));
  });
}

/** Packages are per platform, and some per Node major. @param {string} root */
function fingerprint(root) {
  const major = process.versions.node.split('.')[0];
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256')
    .update(`${process.platform}-${process.arch}-${major}\n`)
    .update(lock)
    .digest('hex');
}

/**
 * Whether an install by hand left everything there: npm writes down what it installed. Saves the second install, which
 * someone who is offline could not make.
 * @param {string} root
 */
function hasWhatTheLockFileSays(root) {
  const written = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(written)) return false;
  const installed = packagesIn(written);
  return Object.entries(packagesIn(join(root, 'package-lock.json')))
    .filter(([path, wanted]) => path !== '' && isForThisPlatform(wanted))
    .every(([path, wanted]) => installed[path]?.version === wanted.version);
}

/** @typedef {{ version: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockedPackage */

/** @param {string} lockFile @returns {Record<string, LockedPackage>} */
const packagesIn = (lockFile) => JSON.parse(readFileSync(lockFile, 'utf8')).packages;

/** An optional package that names no platform may be missing with reason. @param {LockedPackage} wanted */
const isForThisPlatform = ({ optional, os, cpu, libc }) =>
  !optional || (os?.includes(process.platform) && cpu?.includes(process.arch) && !libc?.includes('musl'));

/** The npm that runs us, if one does: it may not be the one on PATH. @returns {[string, ...string[]]} */
function npmCommand() {
  const running = process.env.npm_execpath;
  return running?.endsWith('npm-cli.js') ? [process.execPath, running] : ['npm'];
}
