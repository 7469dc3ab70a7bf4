// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { step } from '../../scripts/say.mjs';
import { measurement } from '../measurement.mjs';
import { preparePlatform, startProcess } from '../platform.mjs';
import { idleCost } from '../schedule/idle.mjs';
import { measureBursts } from '../schedule/measure-bursts.mjs';
import { measureLag } from '../schedule/measure-lag.mjs';
import { FULL, QUICK } from '../schedule/scale.mjs';
import { seed } from '../schedule/triggers.mjs';

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
      ...(await measureLag(bench, scale, many)),
      ...(await measureBursts(bench, scale, many)),
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
  /** @param {string} what @param {string} roles @param {import('../measurement.mjs').Budget} [budget] */
  const compare = async (what, roles, budget) => {
    const ours = await idleCost(bench, many.env, many.client, scale, roles);
    const theirs = await idleCost(bench, few.env, few.client, scale, roles);
    const same = JSON.stringify(ours.statements) === JSON.stringify(theirs.statements);
    return measurement(what, 'buffers/min', [ours.buffersPerMinute], {
      yardstick: { name: `with ${FEW} triggers`, readings: [theirs.buffersPerMinute] },
      ...(budget && { budget }),
      note: `${scale.triggers} triggers; ${ours.statements.length} statements, ${same ? 'the same ones' : 'NOT the same ones'}`,
    });
  };
  return [
    await compare('idle scheduler', 'scheduler', { atMost: 1.2 }),
    await compare('idle worker, all roles', 'scheduler,delivery,maintenance'),
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
