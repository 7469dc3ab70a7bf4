import { ColdArchiveConfig } from '@app/config';
import { ColdArchive, openStore } from '@app/retention';
import { Trouble } from '../command.js';

export type ColdReader = ColdArchive;

/** Throws {@link Trouble} when the environment names no cold archive, and ConfigError when it does so wrongly. */
export function openCold(env: NodeJS.ProcessEnv): ColdReader {
  const { coldArchive } = new ColdArchiveConfig(env);
  if (!coldArchive)
    throw new Trouble('There is no cold archive: COLD_ARCHIVE is not set. docs/cold-archive.md says more.');
  return new ColdArchive(openStore(coldArchive));
}

/** A store that fails says why, and not where in its client. */
export async function orTrouble<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof Trouble) throw error;
    const { name, message, code } = error as Error & { code?: string };
    throw new Trouble(`The cold archive cannot be read: ${message || code || name}.`);
  });
}
