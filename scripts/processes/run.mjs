// @ts-check
import { Trouble } from '../say.mjs';
import { spawnTethered } from './tether.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [uid]
 * @property {number} [gid]
 * @property {AbortSignal} [signal] ends the command
 */

/**
 * Runs a command to its end and keeps what it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    options.signal?.throwIfAborted();
    const child = spawnTethered(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (/** @type {string} */ chunk) => void (output += chunk);
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/**
 * Runs a command that has to succeed; returns what it printed.
 * @param {string} name what it is for, in the message of a failure
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions & { advice?: string }} [options]
 */
export async function run(name, command, args, { advice, ...options } = {}) {
  const { code, output } = await capture(command, args, options);
  if (code === 0) return output;
  const tail = output.trim().split('\n').slice(-40).join('\n');
  throw new Trouble(`${name} failed (exit code ${code}):\n\n${tail}\n`, advice);
}
