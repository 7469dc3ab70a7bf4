// @ts-check
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

/** @typedef {{ uid: number, gid: number }} User */

/**
 * Who the database runs as when we are root, which PostgreSQL refuses: the owner of the data there is, else a user made
 * for it. Undefined when we are somebody: then it runs as us.
 * @param {string} home
 * @returns {User | undefined}
 */
export function databaseUser(home) {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(home)) {
    const { uid, gid } = statSync(home);
    if (uid !== 0) return { uid, gid };
  }
  return lookUp('postgres') ?? lookUp('nobody') ?? { uid: 65534, gid: 65534 };
}

/** Whether `user` can get at `path`; asked of the system itself, which knows of modes, lists and mounts. */
export function canReach(/** @type {User | undefined} */ user, /** @type {string} */ path) {
  return !user || spawnSync('test', ['-x', path], { ...user, cwd: '/' }).status === 0;
}

/** @param {string} name @returns {User | undefined} */
function lookUp(name) {
  try {
    const id = (/** @type {string} */ flag) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined; // there is no such user
  }
}
