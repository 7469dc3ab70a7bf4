import { type Command, UsageError } from '../command.js';
import { readArguments, type ArchiveArguments } from './arguments.js';
import type { ColdReader } from './cold-reader.js';
import type { Terminal } from '../command.js';

type Action = (asked: ArchiveArguments, cold: ColdReader, terminal: Terminal) => Promise<number>;

/** Each is loaded when it is asked for: no other command needs a store or a database. */
const ACTIONS: Record<string, () => Promise<Action>> = {
  list: async () => (await import('./list.js')).list,
  verify: async () => (await import('./verify.js')).verify,
  search: async () => (await import('./search.js')).search,
  restore: async () => (await import('./restore.js')).restore,
};

export const archive: Command = {
  summary: 'lists, verifies and searches the cold archive, and restores events from it',
  help: `usage: npm run cli -- archive list    [FILTER]
       npm run cli -- archive verify  [NAME…]
       npm run cli -- archive search  [NAME…] [FILTER]
       npm run cli -- archive restore [NAME…] [FILTER] [--for 7d]      (a NAME or a FILTER is needed)

It reads COLD_ARCHIVE… of the environment. restore also writes to the database, so it needs the environment of api and
worker (DATABASE_URL, APP_SECRET, …).

  NAME                an object, as list tells it; all of them if left out
FILTER, all of which an event has to meet:
  --id ID             its id; may be said several times
  --trigger ID        its trigger
  --project ID        its project
  --since TIME        fired at or after this (2026-03-01 or 2026-03-01T10:00:00Z)
  --until TIME        fired before this
  --label NAME:VALUE  has this label; may be said several times
  --q TEXT            has this text anywhere, in lower case or upper case
restore:
  --for DURATION      how long they live from now on: 7d if left out, 1s to 400d, or never

search prints one event a line, as JSON. list takes --since and --until alone. docs/cold-archive.md says more.`,

  async run([name, ...rest], terminal, env) {
    const load = name !== undefined && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (!load) throw new UsageError(`Say one of ${Object.keys(ACTIONS).join(', ')}.`);
    const asked = readArguments(rest);
    const { openCold } = await import('./cold-reader.js');
    return (await load())(asked, openCold(env), terminal);
  },
};
