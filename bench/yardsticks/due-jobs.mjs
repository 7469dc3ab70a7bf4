// @ts-check
import { withLead } from '../schedule/lead.mjs';
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
  return withLead(leadMs, async (at, attempt) => {
    const url = await servers.database(`${name.replace('-', '_')}_${way}_${round}_${attempt}`);
    const options = { url, count, at: at.getTime(), batched: way === 'batched' };
    /** @type {{ tookMs: number } | { late: true }} */
    const answer = await runChild(name, options, life);
    return 'late' in answer ? undefined : count / (answer.tookMs / 1000);
  });
}
