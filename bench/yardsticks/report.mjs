// @ts-check
// What the yardsticks' processes have in common.
import pg from 'pg';
import { isInTime } from '../schedule/lead.mjs';

/** @typedef {{ url: string, count: number, at: number, batched: boolean }} DueJobs `at` in ms since the epoch */

/** What the bench asks for. @returns {object} */
export const options = () => JSON.parse(process.argv[2] ?? '{}');

/** Reports to the bench, and ends: what still runs here is of no use any more. @param {object} result */
export function report(result) {
  process.send?.(result, () => process.exit(0));
}

/** Milliseconds since the epoch, with fractions. */
export const now = () => performance.timeOrigin + performance.now();

/**
 * Leaves the tables as ours are left before what is timed; reports when the instant `at` (ms since the epoch) is too near
 * by then.
 * @param {string} url @param {number} at
 */
export async function settle(url, at) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
  await client.end();
  if (!isInTime(at)) report({ late: true });
}
