// @ts-check
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../say.mjs';

/**
 * What the running server says about itself in `postmaster.pid`; pg_ctl reads the same lines.
 * @param {string} data
 * @returns {{ pid: number, ready: boolean } | undefined}
 */
export function readPostmasterFile(data) {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/**
 * Clears what the last run left, once the lock of the data folder says that it is over. A server that outlived its
 * launcher is stopped. A file whose process is gone PostgreSQL handles itself; but when the number has been given to
 * another process since (common in containers) it would refuse to start.
 * @param {string} data
 */
export async function clearLastRun(data) {
  const last = readPostmasterFile(data);
  if (!last) return;
  const command = commandOf(last.pid);
  if (command === undefined) return;
  if (!command.includes(data)) return rmSync(join(data, 'postmaster.pid'), { force: true });

  say('stopping the PostgreSQL that the last run left behind …');
  const runs = () => commandOf(last.pid)?.includes(data) ?? false;
  const limit = performance.now() + 10_000;
  while (runs()) {
    tell(last.pid, performance.now() < limit ? 'SIGINT' : 'SIGQUIT');
    await sleep(100);
  }
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function tell(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // it has just gone
  }
}

/** The command line of a process, undefined when there is none. @param {number} pid */
function commandOf(pid) {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}
