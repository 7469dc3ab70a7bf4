// @ts-check
// What the yardsticks' processes have in common.

/** @typedef {{ url: string, count: number, at: number, batched: boolean }} DueJobs `at` in ms since the epoch */

/** What the bench asks for. @returns {object} */
export const options = () => JSON.parse(process.argv[2] ?? '{}');

/** Reports to the bench, and ends: what still runs here is of no use any more. @param {object} result */
export function report(result) {
  process.send?.(result, () => process.exit(0));
}

/** Milliseconds since the epoch, with fractions. */
export const now = () => performance.timeOrigin + performance.now();
