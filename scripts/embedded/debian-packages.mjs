// @ts-check
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { capture } from '../processes/run.mjs';

/**
 * Unpacks (does not install) a Debian package and what it needs beyond this machine's packages into a folder, for which
 * nobody has to be root. Returns why not, if not.
 * @param {string} name @param {string} folder that is not there yet
 * @returns {Promise<string | undefined>}
 */
export async function unpackPackage(name, folder) {
  if (!existsSync('/usr/bin/apt-get')) return `there is no apt-get to get ${name} with`;
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}-`); // its own, because another run may be at the same
  mkdirSync(join(work, 'debs'));
  try {
    await download(name, work);
    for (const file of readdirSync(join(work, 'debs'))) {
      await succeed('dpkg', ['-x', join(work, 'debs', file), join(work, 'root')], work);
    }
    if (!existsSync(folder)) renameSync(join(work, 'root'), folder);
  } catch (failure) {
    return `apt-get did not get ${name}: ${/** @type {Error} */ (failure).message}`;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return undefined;
}

/** With the machine's package lists, or when those are missing or stale with lists of our own. @param {string} name @param {string} work */
async function download(name, work) {
  try {
    await downloadWith([], name, work);
  } catch {
    const own = ownLists(work);
    await succeed('apt-get', [...own, 'update'], work);
    await downloadWith(own, name, work);
  }
}

/** @param {string[]} options @param {string} name @param {string} work */
async function downloadWith(options, name, work) {
  // What this machine lacks, as apt itself sees it: the libraries have other names on every release.
  const plan = await succeed('apt-get', [...options, 'install', '-s', '--no-install-recommends', name], work);
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
