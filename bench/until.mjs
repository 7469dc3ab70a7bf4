// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { Trouble } from '../scripts/say.mjs';

/**
 * Looks every `every` ms until `condition` answers something; fails after `limit` ms.
 * @template T @param {string} what @param {{ every: number, limit: number }} pace
 * @param {() => Promise<T | undefined | false>} condition @returns {Promise<T>}
 */
export async function until(what, { every, limit }, condition) {
  for (const end = Date.now() + limit; Date.now() < end; await sleep(every)) {
    const answer = await condition();
    if (answer) return answer;
  }
  throw new Trouble(`The bench waited ${limit / 1000} s for ${what}.`);
}
