// @ts-check
import { chownSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../processes/run.mjs';
import { Trouble } from '../say.mjs';
import { keptSecret } from '../settings.mjs';
import { dataOf } from './home.mjs';

export const SUPERUSER = 'etp';
const MAJOR = '18';

/**
 * Makes the cluster in `home` unless there is one; returns its password. Any user of the machine can connect to a port
 * of the loopback: hence scram and a random password, kept beside the data, instead of trust.
 * @param {string} home
 * @param {string} initdb
 * @param {import('./unprivileged.mjs').User | undefined} user
 * @param {{ durable: boolean }} options
 */
export async function ensureCluster(home, initdb, user, { durable }) {
  const data = dataOf(home);
  const passwordFile = join(home, 'password');
  if (existsSync(data)) {
    requireUsable(data, passwordFile);
    return keptSecret(passwordFile);
  }
  const password = keptSecret(passwordFile);
  if (user) chownSync(passwordFile, user.uid, user.gid); // initdb reads it

  const flags = ['-U', SUPERUSER, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
  flags.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  const unfinished = `${data}.unfinished`; // what a killed initdb leaves is not taken for a cluster
  rmSync(unfinished, { recursive: true, force: true });
  await run(
    'Creating the PostgreSQL cluster (initdb)',
    initdb,
    [...flags, '-D', unfinished, `--pwfile=${passwordFile}`, ...(durable ? [] : ['--no-sync'])],
    {
      ...user,
      cwd: '/', // our own working directory may be closed to the user
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      advice:
        'If these programs cannot run here (Alpine, for one), set DATABASE_URL to a PostgreSQL 17 or newer.',
    },
  );
  renameSync(unfinished, data);
  return password;
}

/** @param {string} data @param {string} passwordFile */
function requireUsable(data, passwordFile) {
  const uid = process.getuid?.();
  const elsewhere = 'Set DATA_DIR to another folder, or remove this one to start afresh (its data is lost).';
  if (uid !== 0 && statSync(data).uid !== uid) {
    throw new Trouble(`${data} belongs to another user, perhaps to an earlier start as root.`, elsewhere);
  }
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (version !== MAJOR) {
    throw new Trouble(
      `${data} was written by PostgreSQL ${version}; this is PostgreSQL ${MAJOR}.`,
      elsewhere,
    );
  }
  if (!existsSync(passwordFile))
    throw new Trouble(`${passwordFile} is missing: the data cannot be opened.`, elsewhere);
}
