// @ts-check
import { say, Trouble } from '../../scripts/say.mjs';

/** Before the instant there has to be time for a worker to start. */
const SPARE_MS = 5000;
const TRIES = 4;

/** Whether there is enough time left before an instant. @param {number} at ms since the epoch */
export const isInTime = (at) => Date.now() + SPARE_MS < at;

/**
 * Chooses an instant far enough ahead for what has to be prepared: a busy machine is given twice the time at each try.
 * @template T @param {number} leadMs
 * @param {(at: Date, attempt: number) => Promise<T | undefined>} prepare answers undefined when it came too late
 * @returns {Promise<T>}
 */
export async function withLead(leadMs, prepare) {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const lead = leadMs * 2 ** attempt;
    const done = await prepare(new Date(Math.ceil((Date.now() + lead) / 1000) * 1000), attempt);
    if (done !== undefined) return done;
    say(`${lead / 1000} s were not enough to prepare in; trying again with twice the time`);
  }
  throw new Trouble('This machine is too busy to be measured.');
}
