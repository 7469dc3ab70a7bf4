// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { say, step } from '../../scripts/say.mjs';
import { measurement } from '../measurement.mjs';
import { preparePlatform, startProcess } from '../platform.mjs';
import { burst } from '../schedule/burst.mjs';
import { idleCost } from '../schedule/idle.mjs';
import { bullmqLag, scheduleLag } from '../schedule/lag.mjs';
import { FULL, QUICK } from '../schedule/scale.mjs';
import { disarm, seed } from '../schedule/triggers.mjs';
import { percentile } from '../statistics.mjs';
import { dueJobs } from '../yardsticks/due-jobs.mjs';
import { insertTheSame } from '../yardsticks/inserts.mjs';

/** @typedef {import('./table.mjs').Bench} Bench */
/** @typedef {import('../schedule/scale.mjs').Scale} Scale */

const FEW = 1000;

/** What the scheduler costs with many triggers: idle, steady, and all at once. @param {Bench} bench */
export async function schedule(bench) {
  const scale = bench.quick ? QUICK : FULL;
  const many = await withTriggers(bench, 'many', scale.triggers);
  const few = await withTriggers(bench, 'few', FEW);
  try {
    return [
      ...(await idle(bench, scale, many, few)),
      ...(await memory(bench, many)),
      ...(await lag(bench, scale, many)),
      ...(await bursts(bench, scale, many)),
    ];
  } finally {
    await Promise.all([many.client.end(), few.client.end()]);
  }
}

/** @param {Bench} bench @param {string} name @param {number} count */
async function withTriggers(bench, name, count) {
  const env = await preparePlatform(bench, `schedule_${name}`);
  const client = await bench.servers.connect(`schedule_${name}`);
  await step(`making ${count} triggers`, () => seed(client, count));
  return { env, client };
}

/** @typedef {Awaited<ReturnType<typeof withTriggers>>} Prepared */

/** @param {Bench} bench @param {Scale} scale @param {Prepared} many @param {Prepared} few */
async function idle(bench, scale, many, few) {
  const ours = await idleCost(bench, many.env, many.client, scale);
  const theirs = await idleCost(bench, few.env, few.client, scale);
  const same = JSON.stringify(ours.statements) === JSON.stringify(theirs.statements);
  return [
    measurement('idle, nothing due of all triggers', 'buffers/min', [ours.buffersPerMinute], {
      yardstick: { name: `the same with ${FEW}`, readings: [theirs.buffersPerMinute] },
      budget: { atMost: 1.2 },
      note: `${scale.triggers} triggers; ${ours.statements.length} statements, ${same ? 'the same ones' : 'NOT the same ones'}`,
    }),
  ];
}

/** @param {Bench} bench @param {Prepared} many */
async function memory(bench, { env }) {
  const api = await startProcess(bench, 'api', env);
  const worker = await startProcess(bench, 'worker', env);
  await sleep(bench.quick ? 1000 : 15_000);
  const [ofApi, ofWorker] = [api.resident(), worker.resident()];
  await Promise.all([api.stop(), worker.stop()]);
  return [
    measurement('memory of an idle api', 'MiB', [ofApi], { budget: { atMost: 150 } }),
    measurement('memory of an idle worker', 'MiB', [ofWorker], { budget: { atMost: 150 } }),
  ];
}

/** @param {Bench} bench @param {Scale} scale @param {Prepared} many */
async function lag(bench, scale, { env, client }) {
  /** @type {{ ours: number[], theirs: number[] }[]} */
  const rounds = [];
  for (let round = 1; round <= scale.rounds; round++) {
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

/** @param {Bench} bench @param {Scale} scale @param {Prepared} many */
async function bursts(bench, scale, { env, client }) {
  /** @type {(Awaited<ReturnType<typeof burst>> & { inserts: number, boss: number, graphile: number })[]} */
  const rounds = [];
  for (let round = 1; round <= scale.rounds; round++) {
    const ours = await burst(bench, env, client, scale);
    const inserts = await insertTheSame(client);
    await disarm(client);
    const boss = await dueJobs(bench, 'pg-boss', scale, round);
    const graphile = await dueJobs(bench, 'graphile-worker', scale, round);
    rounds.push({ ...ours, inserts, boss, graphile });
    say(
      `burst, round ${round}: ${ours.perSecond.toFixed()}/s, INSERTs ${inserts.toFixed()}/s, pg-boss ${boss.toFixed()}/s, graphile-worker ${graphile.toFixed()}/s`,
    );
  }
  const rate = rounds.map(({ perSecond }) => perSecond);
  const what = `${scale.burst} due at one instant`;
  return [
    measurement(what, 'events/s', rate, {
      yardstick: { name: '500-row INSERTs of the same rows', readings: rounds.map(({ inserts }) => inserts) },
      budget: { atLeast: 0.5 },
    }),
    measurement(what, 'events/s', rate, {
      yardstick: { name: 'pg-boss', readings: rounds.map(({ boss }) => boss) },
      budget: { atLeast: 3 },
    }),
    measurement(what, 'events/s', rate, {
      yardstick: { name: 'graphile-worker', readings: rounds.map(({ graphile }) => graphile) },
      budget: { atLeast: 3 },
    }),
    measurement(
      'lag of others meanwhile, p99',
      'ms',
      rounds.map(({ steady }) => percentile(steady, 0.99)),
      {
        yardstick: {
          name: 'the same at rest',
          readings: rounds.map(({ atRest }) => percentile(atRest, 0.99)),
        },
      },
    ),
    measurement(
      'memory of a worker in the burst',
      'MiB',
      rounds.map(({ resident }) => resident),
      {
        budget: { atMost: 300 },
      },
    ),
  ];
}
