// @ts-check
import { say } from '../../scripts/say.mjs';
import { measurement } from '../measurement.mjs';
import { percentile } from '../statistics.mjs';
import { bullmqLag, scheduleLag } from './lag.mjs';
import { disarm } from './triggers.mjs';

/**
 * In turns with BullMQ's delayed jobs.
 * @param {import('../suites/table.mjs').Bench} bench @param {import('./scale.mjs').Scale} scale
 * @param {{ env: NodeJS.ProcessEnv, client: import('pg').Client }} many
 */
export async function measureLag(bench, scale, { env, client }) {
  /** @type {{ ours: number[], theirs: number[] }[]} */
  const rounds = [];
  for (let round = 1; round <= bench.rounds; round++) {
    const { lags: ours } = await scheduleLag(bench, env, client, scale);
    const theirs = await bullmqLag(bench, scale);
    rounds.push({ ours, theirs });
    say(
      `lag, round ${round}: p99 ${percentile(ours, 0.99).toFixed(1)} ms, BullMQ ${percentile(theirs, 0.99).toFixed(1)} ms`,
    );
    await disarm(client);
  }
  return [0.5, 0.99].map((share) =>
    measurement(
      `lag at ${scale.rate} occurrences/s, p${share * 100}`,
      'ms',
      rounds.map(({ ours }) => percentile(ours, share)),
      {
        yardstick: {
          name: 'BullMQ delayed jobs',
          readings: rounds.map(({ theirs }) => percentile(theirs, share)),
        },
        ...(share === 0.99 && { budget: { atMost: 0.5 } }),
      },
    ),
  );
}
