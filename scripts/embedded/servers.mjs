// @ts-check
import { join } from 'node:path';
import { step, Trouble } from '../say.mjs';
import { ensureDatabase } from './database.mjs';
import { startPostgres } from './postgres.mjs';
import { chooseQueue } from './queue.mjs';

/** @type {{ [name: string]: undefined }} */
const NOTHING = {};
const DATABASE = 'event_trigger_platform';

/**
 * Starts what the applications need and was not given: PostgreSQL unless DATABASE_URL is set, and what carries the
 * queues. `env` says where they are; `died` rejects when one of them ends on its own.
 * @param {import('../settings.mjs').Settings} settings
 * @param {string} dataDir
 */
export async function startServers(settings, dataDir) {
  // Both to their end, even when one fails: the other could not be stopped while it starts.
  const [database, queue] = await Promise.allSettled([
    startDatabase(settings, dataDir),
    chooseQueue(settings, dataDir),
  ]);
  const { postgres, url } = database.status === 'fulfilled' ? database.value : NOTHING;
  const { redis, env } = queue.status === 'fulfilled' ? queue.value : NOTHING;
  const stop = async () => {
    await redis?.stop();
    await postgres?.stop();
  };
  for (const outcome of [database, queue]) {
    if (outcome.status === 'fulfilled') continue;
    await stop();
    throw outcome.reason;
  }
  const died = Promise.race([death('PostgreSQL', postgres), death('Redis', redis)]);
  died.catch(() => {}); // they also end when they are told to
  return { postgres, redis, env: { DATABASE_URL: url, ...env }, died, stop };
}

/**
 * @param {import('../settings.mjs').Settings} settings @param {string} dataDir
 * @returns {Promise<{ url: string, postgres?: import('./postgres.mjs').Postgres }>}
 */
async function startDatabase({ DATABASE_URL }, dataDir) {
  if (DATABASE_URL) return { url: DATABASE_URL };
  return step('starting PostgreSQL', async () => {
    const postgres = await startPostgres({ dir: join(dataDir, 'postgres') });
    try {
      return { postgres, url: await ensureDatabase(postgres.url, DATABASE) };
    } catch (failure) {
      await postgres.stop();
      throw failure;
    }
  });
}

/**
 * @param {string} name
 * @param {{ ended: Promise<string> } | undefined} server
 * @returns {Promise<never>}
 */
function death(name, server) {
  if (!server) return new Promise(() => {});
  const died = server.ended.then((how) => {
    throw new Trouble(
      `${name} ${how} unexpectedly.`,
      'Its log is in the data folder. Start again: the data is kept.',
    );
  });
  died.catch(() => {}); // it also ends when it is told to
  return died;
}
