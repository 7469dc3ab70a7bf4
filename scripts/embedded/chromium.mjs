// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { withLock } from '../lock.mjs';
import { capture } from '../processes/run.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const DOWNLOADS = join(ROOT, '.cache', 'browsers');

/** With these it asks nobody but us, and needs neither a display nor the right to make namespaces. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

const START_LIMIT = 20_000;
const INSTALL_LIMIT = 300_000;

/**
 * Makes sure that the browser tests have a Chromium: `CHROMIUM_PATH`, else one on PATH, else Debian's package (as root),
 * else the build that playwright-core downloads into a folder of the clone. Answers why not, if not.
 * @returns {Promise<{ program: string } | { reason: string }>}
 */
export async function ensureChromium() {
  const { CHROMIUM_PATH: asked } = process.env;
  if (asked)
    return (await starts(asked)) ? { program: asked } : { reason: `CHROMIUM_PATH (${asked}) does not start` };
  const there = (await findOnPath()) ?? (await findDownloaded());
  if (there) return { program: there };
  return withLock(join(ROOT, '.cache', 'chromium.lock'), AbortSignal.timeout(2 * INSTALL_LIMIT), async () => {
    const found = (await findOnPath()) ?? (await findDownloaded()); // somebody else was first
    if (found) return { program: found };
    const reasons = [await installPackage()];
    let program = await findOnPath();
    if (!program) {
      reasons.push(await download());
      program = await findDownloaded();
    }
    return program ? { program } : { reason: `no chromium on PATH; ${reasons.filter(Boolean).join('; ')}` };
  });
}

async function findOnPath() {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    for (const name of PROGRAMS) if (await starts(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

async function findDownloaded() {
  if (!existsSync(DOWNLOADS)) return undefined;
  const programs = readdirSync(DOWNLOADS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(headless_shell|chrome-headless-shell)$/.test(file),
  );
  for (const file of programs) if (await starts(join(DOWNLOADS, file))) return join(DOWNLOADS, file);
  return undefined;
}

/** Ubuntu's package is there and starts nothing outside of snap. @param {string} program */
async function starts(program) {
  if (!existsSync(program)) return false;
  return (await tried(program, ['--version', '--no-sandbox'], START_LIMIT)) === undefined;
}

async function installPackage() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return 'not root, or no apt-get';
  const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];
  const install = () => tried('apt-get', ['install', ...options, 'chromium'], INSTALL_LIMIT);
  const failure = await install();
  if (!failure) return undefined;
  return (await tried('apt-get', ['update'], INSTALL_LIMIT)) ?? install(); // lists may be missing or stale
}

function download() {
  const command = ['node_modules/playwright-core/cli.js', 'install', 'chromium-headless-shell'];
  return tried(process.execPath, command, INSTALL_LIMIT, { PLAYWRIGHT_BROWSERS_PATH: DOWNLOADS });
}

/**
 * Why it did not succeed, if it did not.
 * @param {string} command @param {string[]} args @param {number} limit in ms @param {NodeJS.ProcessEnv} [env]
 */
async function tried(command, args, limit, env = {}) {
  const what = [basename(command), ...args].join(' ');
  try {
    const { code, output } = await capture(command, args, {
      cwd: ROOT,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C', ...env },
      signal: AbortSignal.timeout(limit),
    });
    return code === 0 ? undefined : `${what}: ${reasonIn(output)}`;
  } catch (failure) {
    return `${what}: ${/** @type {Error} */ (failure).message}`;
  }
}

/** The line that says it, before the stack and the advice. @param {string} output */
function reasonIn(output) {
  const lines = output.trim().split('\n');
  return lines.find((line) => /^E:|error/i.test(line))?.trim() ?? lines.at(-1);
}
