import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unpackPackage } from '../../scripts/embedded/debian-packages.mjs';

const UNPACKED = join(import.meta.dirname, '..', '..', '.cache', `faketime-${process.arch}`);

/**
 * Why no process can be started with a wrong clock here; undefined when it can. It takes libfaketime: the machine's, else
 * Debian's package, unpacked into a folder of the clone. With `CI=true` that it cannot be had is an error.
 */
export async function ensureShiftedClock(): Promise<string | undefined> {
  if (findLibrary()) return undefined;
  const reason =
    (await unpackPackage('libfaketime', UNPACKED)) ?? (findLibrary() ? undefined : 'it is empty');
  const { CI } = process.env;
  if (reason && CI && CI !== 'false')
    throw new Error(`No process can be started with a wrong clock: ${reason}`);
  return reason;
}

/** What a process has to be told so that its wall clock goes wrong by this much (`+5m`, `-5m`). Its timers go right. */
export function shiftedClock(by: string): Record<string, string> {
  return { LD_PRELOAD: findLibrary()!, FAKETIME: by, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}

/** By how many ms the wall clock of a process that is told this is wrong. */
export function shiftOf(env: Record<string, string>): number {
  const said = execFileSync(process.execPath, ['-p', 'Date.now()'], { env, encoding: 'utf8' });
  return Number(said) - Date.now();
}

function findLibrary(): string | undefined {
  return ['/', UNPACKED]
    .map((root) => join(root, 'usr', 'lib'))
    .filter(existsSync)
    .flatMap((libraries) => readdirSync(libraries).map((name) => join(libraries, name, 'faketime')))
    .map((folder) => join(folder, 'libfaketimeMT.so.1'))
    .find(existsSync);
}
