// @ts-check
import { readComment, writeComment } from '../embedded/database.mjs';
import { run } from '../processes/run.mjs';
import { step } from '../say.mjs';
import { stampOf } from './build.mjs';

/**
 * Brings the schema of `env.DATABASE_URL` up to date; the migrations live in the build.
 * @param {string} root @param {NodeJS.ProcessEnv} env @param {AbortSignal} [signal]
 */
export async function migrate(root, env, signal) {
  await step('applying migrations', () =>
    run('The migration', process.execPath, ['dist/apps/api/src/migrate.js'], {
      cwd: root,
      env,
      signal,
      advice: 'If you set DATABASE_URL: can it be reached, and may its user create tables?',
    }),
  );
}

/**
 * The same for a database that nobody but us migrates: it need not be asked again today what this very build has done.
 * That saves a start 1.5 s (two busy cores). The note is the database's own comment: it goes where the database goes.
 * @param {string} root @param {NodeJS.ProcessEnv} env @param {AbortSignal} signal
 */
export async function migrateOnceADay(root, env, signal) {
  const database = String(env.DATABASE_URL);
  const build = stampOf(root, 'server');
  const note = `migrated by build ${build} for ${env.QUEUE_BACKEND} on ${new Date().toISOString().slice(0, 10)}`;
  if (build && (await readComment(database)) === note) return;
  await migrate(root, env, signal);
  await writeComment(database, note);
}
