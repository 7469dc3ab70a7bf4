import type { Manifest } from '@app/retention';
import type { Terminal } from '../command.js';
import type { ArchiveArguments } from './arguments.js';
import { orTrouble, type ColdReader } from './cold-reader.js';

const NAME_WIDTH = 60;

/** One line an object, as they are read: there may be many. */
export async function list(
  { filter: { since, until } }: ArchiveArguments,
  cold: ColdReader,
  terminal: Terminal,
): Promise<number> {
  const total = { objects: 0, events: 0, bytes: 0 };
  terminal.out(`${'name'.padEnd(NAME_WIDTH)}  ${'events'.padStart(9)}  ${'size'.padStart(9)}  fired`);
  const tell = async () => {
    for await (const object of cold.holding({ ...(since && { since }), ...(until && { until }) }, [], (one) =>
      terminal.err(`${one.name}: ${one.fault}`),
    )) {
      const { manifest } = object;
      total.objects++;
      total.events += manifest.events;
      total.bytes += manifest.bytes;
      terminal.out(lineOf(object.name, manifest));
    }
  };
  await orTrouble(tell());
  terminal.out(`${total.objects} objects, ${total.events} events, ${sizeOf(total.bytes)}.`);
  return 0;
}

function lineOf(name: string, { events, bytes, first_fired_at, last_fired_at }: Manifest): string {
  const fired = `${instantOf(first_fired_at)} to ${instantOf(last_fired_at)}`;
  return `${name.padEnd(NAME_WIDTH)}  ${String(events).padStart(9)}  ${sizeOf(bytes).padStart(9)}  ${fired}`;
}

function instantOf(time: string | null): string {
  return time === null ? '-' : new Date(time).toISOString().replace(/\.\d+/, '');
}

function sizeOf(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log2(bytes) / 10) : 0);
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
