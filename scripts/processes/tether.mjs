// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** @typedef {import('node:child_process').SpawnOptions} SpawnOptions */

/** @type {boolean | undefined} */
let kernelCanTell;

/**
 * Spawns a process that ends with this one, even when this one is killed with -9: Linux is asked to send it
 * `deathSignal`; elsewhere a watchdog of its own does.
 *
 * It gets a session of its own, because Ctrl-C goes to every process of the terminal's group and would stop the
 * database under applications that still drain.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {SpawnOptions & { deathSignal?: NodeJS.Signals }} [options]
 */
export function spawnTethered(command, args, { deathSignal = 'SIGTERM', ...options } = {}) {
  kernelCanTell ??=
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0;
  const own = { ...options, detached: true };
  if (kernelCanTell)
    return spawn('setpriv', ['--pdeathsig', deathSignal.slice(3), '--', command, ...args], own);
  const child = spawn(command, args, own);
  if (child.pid !== undefined) guard(child, child.pid, deathSignal);
  return child;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} pid
 * @param {NodeJS.Signals} deathSignal
 */
function guard(child, pid, deathSignal) {
  const watchdog = spawn(
    process.execPath,
    [join(import.meta.dirname, 'watchdog.mjs'), String(pid), deathSignal],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  watchdog.unref();
  child.once('exit', () => watchdog.kill('SIGKILL'));
}
