import type { ColdObject } from '@app/retention';
import type { Terminal } from '../command.js';
import type { ArchiveArguments } from './arguments.js';
import { orTrouble, type ColdReader } from './cold-reader.js';

/** Reads objects from end to end. Exit code 1 when something is wrong with one. */
export async function verify(
  { names }: ArchiveArguments,
  cold: ColdReader,
  terminal: Terminal,
): Promise<number> {
  let [whole, broken] = [0, 0];
  const look = async (object: ColdObject) => {
    const fault = await cold.faultOf(object);
    if (fault === undefined) whole++;
    else broken++;
    if (fault === undefined) terminal.out(`ok      ${object.name}`);
    else terminal.err(`BROKEN  ${object.name}: ${fault}`);
  };
  const all = async () => {
    if (names.length > 0) for (const name of names) await look(await cold.object(name));
    else for await (const object of cold.objects()) await look(object);
  };
  await orTrouble(all());
  terminal.out(`${whole} whole, ${broken} broken or unfinished.`);
  return broken > 0 ? 1 : 0;
}
