// @ts-check
import { say } from '../../scripts/say.mjs';
import { measurement } from '../measurement.mjs';
import { percentile } from '../statistics.mjs';
import { dueJobs, WAYS } from '../yardsticks/due-jobs.mjs';
import { insertTheSame } from '../yardsticks/inserts.mjs';
import { burst } from './burst.mjs';
import { disarm } from './triggers.mjs';

/** @typedef {import('../measurement.mjs').Measurement} Measurement */

const YARDSTICKS = /** @type {(keyof typeof WAYS)[]} */ (Object.keys(WAYS));

/**
 * In turns with the same rows written plainly, and with other queues that have as many jobs due at an instant.
 * @param {import('../suites/table.mjs').Bench} bench @param {import('./scale.mjs').Scale} scale
 * @param {{ env: NodeJS.ProcessEnv, client: import('pg').Client }} many
 */
export async function measureBursts(bench, scale, { env, client }) {
  /** @type {Awaited<ReturnType<typeof burst>>[]} */
  const ours = [];
  /** @type {Record<string, number[]>} readings of each yardstick */
  const theirs = {};
  /** @param {string} name @param {number} perSecond */
  const note = (name, perSecond) => {
    (theirs[name] ??= []).push(perSecond);
    say(`burst: ${name}: ${perSecond.toFixed()}/s`);
  };
  for (let round = 1; round <= bench.rounds; round++) {
    const one = await burst(bench, env, client, scale);
    ours.push(one);
    say(`burst, round ${round}: ${one.perSecond.toFixed()}/s`);
    note(INSERTS, await insertTheSame(client));
    await disarm(client);
    for (const name of YARDSTICKS) {
      note(nameOf(name, 'plain'), await dueJobs(bench, name, 'plain', scale, round));
      note(nameOf(name, 'batched'), await dueJobs(bench, name, 'batched', scale, round));
    }
  }
  /** @param {string} name @param {import('../measurement.mjs').Budget} [budget] */
  const against = (name, budget) =>
    measurement(
      `${scale.burst} due at one instant`,
      'events/s',
      ours.map(({ perSecond }) => perSecond),
      { yardstick: { name, readings: theirs[name] ?? [] }, ...(budget && { budget }) },
    );
  return [
    against(INSERTS, { atLeast: 0.5 }),
    ...YARDSTICKS.flatMap((name) => [
      against(nameOf(name, 'plain'), { atLeast: 3 }),
      against(nameOf(name, 'batched')),
    ]),
    ...besides(ours),
  ];
}

const INSERTS = '500-row INSERTs of the same rows';

/** @param {keyof typeof WAYS} name @param {'plain' | 'batched'} way */
const nameOf = (name, way) => `${name}, ${WAYS[name][way]}`;

/** What else the bursts say. @param {Awaited<ReturnType<typeof burst>>[]} ours @returns {Measurement[]} */
const besides = (ours) => [
  measurement(
    'lag of others meanwhile, p99',
    'ms',
    ours.map(({ steady }) => percentile(steady, 0.99)),
    { yardstick: { name: 'the same at rest', readings: ours.map(({ atRest }) => percentile(atRest, 0.99)) } },
  ),
  measurement(
    'memory of a worker in the burst',
    'MiB',
    ours.map(({ resident }) => resident),
    { budget: { atMost: 300 } },
  ),
];
