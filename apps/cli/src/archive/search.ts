import type { Terminal } from '../command.js';
import type { ArchiveArguments } from './arguments.js';
import { orTrouble, type ColdReader } from './cold-reader.js';

/** Prints events as they lie there. Exit code 1 when something could not be read. */
export async function search(
  { names, filter }: ArchiveArguments,
  cold: ColdReader,
  terminal: Terminal,
): Promise<number> {
  let faults = 0;
  const fault = (name: string, why: string) => {
    faults++;
    terminal.err(`${name}: ${why}`);
  };
  const all = async () => {
    for await (const object of cold.holding(filter, names, (one) => fault(one.name, one.fault)))
      try {
        for await (const { line } of cold.find(object, filter)) terminal.out(line);
      } catch (error) {
        fault(object.name, `it cannot be read: ${(error as Error).message}`);
      }
  };
  await orTrouble(all());
  return faults > 0 ? 1 : 0;
}
