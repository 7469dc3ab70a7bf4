// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { say, seconds, Trouble } from '../say.mjs';
import { Load } from './load.mjs';
import { reckon } from './reckoning.mjs';
import { Receiver } from './receiver.mjs';

/** Between one blow and the next. */
const CALM_MS = 2000;
const RECOVERY_LIMIT_MS = 180_000;

/**
 * @typedef {object} BlowResult
 * @property {string} name
 * @property {number} awayMs how long the blow took
 * @property {number} recoveryMs from its end until all that was accepted before it ended had arrived
 * @property {number} backlog how many of them had not arrived at its end
 * @property {number} refused firings that were refused, or not answered, meanwhile
 */

/**
 * @typedef {import('./reckoning.mjs').Reckoning & { blows: BlowResult[] }} DrillResult
 */

/**
 * @param {import('./stage.mjs').Stage} stage @param {import('./drills.mjs').Blow[]} blows @param {number} rate
 * @returns {Promise<DrillResult>}
 */
export async function runDrill(stage, blows, rate) {
  await stage.set();
  const receiver = new Receiver();
  const load = new Load(stage.url, await createTrigger(stage.url, await receiver.listen()), rate);
  try {
    load.start();
    /** @type {BlowResult[]} */
    const results = [];
    for (const blow of blows) {
      await sleep(CALM_MS);
      const result = await deal(blow, stage, load, receiver);
      say(`${blow.name}: ${seconds(result.awayMs)} away, all arrived ${seconds(result.recoveryMs)} after`);
      results.push(result);
    }
    await sleep(CALM_MS);
    await load.stop();
    const { faults, ...reckoning } = await reckon(stage, load, receiver);
    const missed = blows.filter(
      ({ struck }, n) => struck?.(/** @type {BlowResult} */ (results[n]), rate) === false,
    );
    return {
      blows: results,
      ...reckoning,
      faults: [...faults, ...missed.map(({ name }) => `"${name}" took nothing away`)],
    };
  } finally {
    await load.stop();
    receiver.close();
  }
}

/**
 * @param {import('./drills.mjs').Blow} blow @param {import('./stage.mjs').Stage} stage
 * @param {Load} load @param {Receiver} receiver @returns {Promise<BlowResult>}
 */
async function deal({ name, strike }, stage, load, receiver) {
  const began = performance.now();
  const refusedBefore = load.refused;
  await strike(stage);
  const back = performance.now();
  const before = [...load.accepted.keys()];
  const missing = () => before.filter((id) => !receiver.events.has(id));
  const backlog = missing().length;
  for (let left = backlog; left > 0; left = missing().length) {
    if (performance.now() - back > RECOVERY_LIMIT_MS)
      throw new Trouble(
        `${name}: ${left} accepted events had not arrived ${RECOVERY_LIMIT_MS / 1000} s after it.`,
      );
    await sleep(20);
  }
  const recoveryMs = performance.now() - back;
  return { name, awayMs: back - began, recoveryMs, backlog, refused: load.refused - refusedBefore };
}

/** @param {string} origin @param {string} url @returns {Promise<string>} its id */
async function createTrigger(origin, url) {
  const answer = await fetch(`${origin}/triggers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'drill', trigger_type: 'api', destinations: [{ url }] }),
  });
  const { id } = /** @type {{ id: string }} */ (await answer.json());
  return id;
}
