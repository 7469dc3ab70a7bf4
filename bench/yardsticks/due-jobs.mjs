// @ts-check
import { runChild } from './child.mjs';

/**
 * Another queue with as many jobs due at one instant: jobs a second from then until a handler that does nothing has picked
 * up the last. On a database of its own on the same server.
 * @param {import('../suites/table.mjs').Bench} bench @param {'pg-boss' | 'graphile-worker'} name
 * @param {import('../schedule/scale.mjs').Scale} scale @param {number} round
 */
export async function dueJobs({ servers, life }, name, { burst: count, leadMs }, round) {
  const url = await servers.database(`${name.replace('-', '_')}_${round}`);
  const at = Math.ceil((Date.now() + leadMs) / 1000) * 1000;
  /** @type {{ tookMs: number }} */
  const { tookMs } = await runChild(name, { url, count, at }, life);
  return count / (tookMs / 1000);
}
