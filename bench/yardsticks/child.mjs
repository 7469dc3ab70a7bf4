// @ts-check
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { Trouble } from '../../scripts/say.mjs';

/**
 * Runs a yardstick in a process of its own, as our worker is one; answers what it reports.
 * @template T @param {string} name @param {object} options @param {import('../../scripts/lifetime.mjs').Lifetime} life
 * @returns {Promise<T>}
 */
export async function runChild(name, options, { signal }) {
  const child = fork(join(import.meta.dirname, `${name}.child.mjs`), [JSON.stringify(options)], { signal });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(/** @type {T} */ (message)));
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Trouble(`The yardstick ${name} ended (${code}) without a report.`)),
    );
  });
}
