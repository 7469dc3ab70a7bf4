// @ts-check
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The resident memory of a process. @param {number | undefined} pid @returns {number | undefined} MiB; undefined once it is gone */
export function residentMiB(pid) {
  const kib = process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  return kib ? kib / 1024 : undefined;
}

/** @param {number | undefined} pid */
function fromProc(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

/** @param {number | undefined} pid */
const fromPs = (pid) =>
  Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout);
