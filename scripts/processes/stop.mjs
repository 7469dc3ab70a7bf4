// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @param {ChildProcess} child */
export const isRunning = (child) =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/**
 * Resolves with how the process ended, in words, at once when it has already.
 * @param {ChildProcess} child
 * @returns {Promise<string>}
 */
export function ended(child) {
  const inWords = () =>
    child.signalCode ? `was killed by ${child.signalCode}` : `ended with code ${child.exitCode}`;
  if (!isRunning(child)) return Promise.resolve(child.pid ? inWords() : 'could not be started');
  return new Promise((resolve) => {
    child.once('exit', () => resolve(inWords()));
  });
}

/**
 * Asks the process to end, and insists after `grace` milliseconds. Returns whether it went by itself.
 * @param {ChildProcess} child
 * @param {{ signal?: NodeJS.Signals, grace: number }} options
 */
export async function stopProcess(child, { signal = 'SIGTERM', grace }) {
  if (!isRunning(child)) return true;
  child.kill(signal);
  const cancel = new AbortController();
  const late = sleep(grace, 'late', { signal: cancel.signal }).catch(() => 'cancelled');
  const first = await Promise.race([ended(child), late]);
  cancel.abort();
  if (first !== 'late') return true;
  child.kill('SIGKILL');
  await ended(child);
  return false;
}
