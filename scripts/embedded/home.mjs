// @ts-check
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Trouble } from '../say.mjs';
import { canReach } from './unprivileged.mjs';

/** @typedef {import('./unprivileged.mjs').User} User */

/**
 * The folder the database lives in: `dir`, or when its user could not get there (a clone under /root) a private folder
 * under /var/tmp that `dir` then links to. Whoever looks for the data finds it, and removing `dir` starts afresh.
 * @param {string} dir
 * @param {User | undefined} user
 */
export function settle(dir, user) {
  mkdirSync(dirname(dir), { recursive: true });
  const reachable = canReach(user, dirname(dir));
  if (!existsSync(dir) || (!reachable && readdirSync(dir).length === 0)) {
    rmSync(dir, { recursive: true, force: true }); // perhaps a link whose target has been cleaned away
    if (reachable) mkdirSync(dir, { mode: 0o700 });
    else symlinkSync(mkdtempSync('/var/tmp/event-trigger-platform-'), dir);
  }
  if (user) chownSync(dir, user.uid, user.gid);
  const home = realpathSync(dir);
  if (!canReach(user, home)) {
    throw new Trouble(
      `${home} cannot be reached by the user that PostgreSQL runs as (it refuses to run as root).`,
      'Set DATA_DIR to a folder outside of /root, or move this one there.',
    );
  }
  return home;
}

/** Removes a folder that `settle` gave, wherever it is. @param {string} dir */
export function removeHome(dir) {
  if (existsSync(dir)) rmSync(realpathSync(dir), { recursive: true, force: true });
  if (lstatSync(dir, { throwIfNoEntry: false })) rmSync(dir, { force: true });
}

/** @param {string} home */
export const dataOf = (home) => join(home, 'data');
