import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { ClockModule, parseRetentionTime } from '@app/clock';
import { ConfigModule } from '@app/config';
import { DatabaseModule } from '@app/database';
import { ColdRestore, ColdRestoreModule, type FoundEvent } from '@app/retention';
import { Trouble, UsageError, type Terminal } from '../command.js';
import type { ArchiveArguments } from './arguments.js';
import type { ColdReader } from './cold-reader.js';

const LIVES_FOR = '7d';

@Module({ imports: [ConfigModule, ClockModule, DatabaseModule, ColdRestoreModule] })
class RestoreModule {}

/** Brings events back. Exit code 1 when none was found, or not all that were found could be brought back. */
export async function restore(
  asked: ArchiveArguments,
  cold: ColdReader,
  terminal: Terminal,
): Promise<number> {
  const { names, filter, livesFor = LIVES_FOR } = asked;
  const forMs = parseRetentionTime(livesFor);
  if (forMs === undefined)
    throw new UsageError(`--for needs a duration from 1s to 400d, or never, not ${livesFor}.`);
  if (names.length === 0 && Object.keys(filter).length === 0)
    throw new UsageError('Say what is to be restored: objects by name, or a filter.');
  const app = await NestFactory.createApplicationContext(RestoreModule, {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    const faults: string[] = [];
    const found = sound(cold, asked, faults);
    const { restored, there, leaving, orphaned } = await app.get(ColdRestore).restore(found, forMs);
    terminal.out(`${restored} restored, ${there} there already.`);
    if (leaving > 0)
      terminal.err(`${leaving} have expired and are still being deleted: try again in some minutes.`);
    if (orphaned > 0) terminal.err(`${orphaned} are of projects that are not there.`);
    for (const fault of faults) terminal.err(fault);
    if (restored + there + leaving + orphaned === 0) throw new Trouble('There is no such event.');
    return leaving + orphaned + faults.length > 0 ? 1 : 0;
  } finally {
    await app.close();
  }
}

/** What is restored is believed from then on: an object is read to its end before anything of it is. */
async function* sound(
  cold: ColdReader,
  { names, filter }: ArchiveArguments,
  faults: string[],
): AsyncGenerator<FoundEvent> {
  const skip = (name: string, fault: string) => faults.push(`${name} is left out: ${fault}`);
  for (const object of await cold.newestHolding(filter, names, (one) => skip(one.name, one.fault))) {
    const fault = await cold.faultOf(object);
    if (fault === undefined) yield* cold.find(object, filter);
    else skip(object.name, fault);
  }
}
