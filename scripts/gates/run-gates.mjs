// @ts-check
import { capture } from '../processes/run.mjs';
import { elapsed, say, seconds } from '../say.mjs';

const AT_A_TIME = 2;

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Runs these gates, a few at a time; what a failing one printed is shown.
 * @param {string} root @param {AbortSignal} signal @param {Record<string, string[]>} gates
 * @returns {Promise<Counts>}
 */
export async function runGates(root, signal, gates) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const waiting = Object.entries(gates);
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      counts[(await passes(root, signal, next)) ? 'passed' : 'failed']++;
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  return counts;
}

/** @param {string} root @param {AbortSignal} signal @param {[string, string[]]} gate */
async function passes(root, signal, [name, [command = '', ...args]]) {
  const began = elapsed();
  const { code, output } = await capture(command, args, { cwd: root, signal });
  signal.throwIfAborted();
  const took = seconds(elapsed() - began);
  if (code === 0) say(`✓ ${name} (${took})`);
  else say(`✗ ${name} (${took}): ${[command, ...args].join(' ')}\n\n${output.trimEnd()}\n`);
  return code === 0;
}
