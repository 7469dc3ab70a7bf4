// @ts-check
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @typedef {{ program: string, env: NodeJS.ProcessEnv }} RedisServer */

const PROGRAMS = ['redis-server', 'valkey-server'];
const ROOT = join(import.meta.dirname, '..', '..');

/** Where `npm test` puts a server that it had to get: never looked at by `npm start`, which asks `findOnPath`. */
export const UNPACKED = join(ROOT, '.cache', `redis-${process.platform}-${process.arch}`);

/** A Redis that can be started: on PATH, else the one unpacked for the tests. */
export const findRedisServer = () => findOnPath() ?? findUnpacked();

/** @returns {RedisServer | undefined} */
export function findOnPath() {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    for (const name of PROGRAMS)
      if (isProgram(join(folder, name))) return { program: join(folder, name), env: {} };
  }
  return undefined;
}

/** @returns {RedisServer | undefined} */
function findUnpacked() {
  const program = join(UNPACKED, 'usr', 'bin', 'redis-server');
  if (!isProgram(program)) return undefined;
  // Debian's libraries lie in a folder named after the architecture.
  const libraries = ['usr/lib', 'lib']
    .map((folder) => join(UNPACKED, folder))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  return { program, env: { LD_LIBRARY_PATH: libraries.join(delimiter) } };
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
