// @ts-check
import { runChild } from './child.mjs';

/** How each is run: as it comes, and given large batches, as its documentation advises for many small jobs. */
export const WAYS = /** @type {const} */ ({
  'pg-boss': { plain: '4 workers × 100 jobs, every 0.5 s', batched: '4 workers × 1,000 jobs, every 0.5 s' },
  'graphile-worker': { plain: '24 jobs at once', batched: '24 jobs at once, fetched and finished by 500' },
});

/**
 * Another queue with as many jobs due at one instant: jobs a second from then until a handler that does nothing has picked
 * up the last. On a database of its own on the same server.
 * @param {import('../suites/table.mjs').Bench} bench @param {keyof typeof WAYS} name @param {'plain' | 'batched'} way
 * @param {import('../schedule/scale.mjs').Scale} scale @param {number} round
 */
export async function dueJobs({ servers, life }, name, way, { burst: count, leadMs }, round) {
  const url = await servers.database(`${name.replace('-', '_')}_${way}_${round}`);
  const at = Math.ceil((Date.now() + leadMs) / 1000) * 1000;
  const batched = way === 'batched';
  /** @type {{ tookMs: number }} */
  const { tookMs } = await runChild(name, { url, count, at, batched }, life);
  return count / (tookMs / 1000);
}
