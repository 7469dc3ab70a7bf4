// @ts-check
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { capture } from '../processes/run.mjs';
import { findRedisServer, UNPACKED } from './redis-server.mjs';

/**
 * Makes sure that the tests have a Redis: where none is on PATH, Debian's packages are unpacked (not installed) into a
 * folder of the clone, for which nobody has to be root. Returns why not, if not.
 * @returns {Promise<string | undefined>}
 */
export async function ensureRedisServer() {
  if (findRedisServer()) return undefined;
  if (!existsSync('/usr/bin/apt-get')) return 'no redis-server on PATH, and no apt-get to get one with';
  mkdirSync(dirname(UNPACKED), { recursive: true });
  const work = mkdtempSync(`${UNPACKED}-`); // its own, because another run may be at the same
  mkdirSync(join(work, 'debs'));
  try {
    await download(work);
    for (const file of readdirSync(join(work, 'debs'))) {
      await succeed('dpkg', ['-x', join(work, 'debs', file), join(work, 'root')], work);
    }
    if (!findRedisServer()) renameSync(join(work, 'root'), UNPACKED);
  } catch (failure) {
    return `no redis-server on PATH, and apt-get did not get one: ${/** @type {Error} */ (failure).message}`;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return findRedisServer() ? undefined : 'the packages of redis-server hold no redis-server';
}

/** With the machine's package lists, or when those are missing or stale with lists of our own. @param {string} work */
async function download(work) {
  try {
    await downloadWith([], work);
  } catch {
    const own = ownLists(work);
    await succeed('apt-get', [...own, 'update'], work);
    await downloadWith(own, work);
  }
}

/** @param {string[]} options @param {string} work */
async function downloadWith(options, work) {
  // What this machine lacks, as apt itself sees it: the libraries have other names on every release.
  const plan = await succeed(
    'apt-get',
    [...options, 'install', '-s', '--no-install-recommends', 'redis-server'],
    work,
  );
  const names = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => String(name));
  await succeed(
    'apt-get',
    [...options, '-o', 'APT::Sandbox::User=root', 'download', ...names],
    join(work, 'debs'),
  );
}

/** @param {string} work */
function ownLists(work) {
  for (const folder of ['state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(work, folder), { recursive: true });
  const settings = {
    'Dir::State': join(work, 'state'),
    'Dir::State::lists': join(work, 'state', 'lists'),
    'Dir::State::status': '/var/lib/dpkg/status', // what is installed is the machine's all the same
    'Dir::Cache': join(work, 'cache'),
    'APT::Sandbox::User': 'root', // its usual user cannot enter every clone
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** @param {string} command @param {string[]} args @param {string} cwd */
async function succeed(command, args, cwd) {
  const { code, output } = await capture(command, args, { cwd, env: { ...process.env, LC_ALL: 'C' } });
  if (code !== 0)
    throw new Error(`${command} ${args.at(-1)}: ${output.trim().split('\n').slice(-3).join(' ')}`);
  return output;
}
