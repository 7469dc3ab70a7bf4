import { readFile } from 'node:fs/promises';
import { Trouble, type Terminal } from '../command.js';
import type { ImportArguments } from './arguments.js';
import { batchesOf } from './batches.js';
import { readCrontab } from './crontab/crontab.js';
import { readCsv } from './csv.js';
import type { Entry, ReadFile, Remark } from './entry.js';
import { readJson } from './json.js';
import { withKeys } from './keys.js';
import type { BatchAnswer, Platform } from './platform.js';
import { tableOf } from './table.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One import of a file. */
export class Import {
  constructor(
    private readonly asked: ImportArguments,
    private readonly platform: Platform,
    private readonly terminal: Terminal,
  ) {}

  /** First a dry run of everything, and only if there is no fault in it the import itself. */
  async run(): Promise<number> {
    const { asked, terminal } = this;
    const destination = await this.destination();
    const file = this.read(await this.text(), destination);
    const keyed = withKeys(file.entries, asked.source);
    const batches = batchesOf(keyed.entries);
    const faults = [...file.faults, ...keyed.faults, ...(await this.rehearse(batches))];
    for (const { line, detail } of file.notes) terminal.out(`note: line ${line}: ${detail}`);
    if (faults.length > 0) {
      for (const { line, detail } of faults.toSorted((a, b) => a.line - b.line))
        terminal.err(`line ${line}: ${detail}`);
      terminal.err('Nothing was changed.');
      return 1;
    }
    await this.tellLeftOver(keyed.entries);
    if (!asked.apply) {
      terminal.out('Nothing was changed: this was a dry run. Add --apply to do it.');
      return 0;
    }
    return this.apply(await this.withMadeDestination(batches, destination));
  }

  private async text(): Promise<string> {
    const { file } = this.asked;
    if (file === '-') return this.terminal.readInput();
    return readFile(file, 'utf8').catch((error: Error) => {
      throw new Trouble(`${file} cannot be read: ${error.message}`);
    });
  }

  private read(text: string, destination: string | object | undefined): ReadFile {
    const { format, timezone, system } = this.asked;
    if (format === 'csv') return readCsv(text, { timezone, destination });
    if (format === 'json') return readJson(text, destination);
    this.terminal.out(`Times are meant in ${timezone} where the file does not say otherwise (--timezone).`);
    return readCrontab(text, { timezone, system, destination });
  }

  /** The one that is there, or one to be made: inline, which stands for one destination however often it is said. */
  private async destination(): Promise<string | { url: string } | undefined> {
    const { destination } = this.asked;
    if (destination === undefined || UUID.test(destination)) return destination;
    if (!URL.canParse(destination))
      throw new Trouble(`--destination is neither an id nor a URL: ${destination}`);
    return (await this.platform.findDestination(destination))?.id ?? { url: destination };
  }

  private async rehearse(batches: Entry[][]): Promise<Remark[]> {
    const faults: Remark[] = [];
    const rows: Parameters<typeof tableOf>[0] = [];
    for (const batch of batches) {
      const answer = await this.platform.batch(batch, true);
      if (Array.isArray(answer)) faults.push(...answer);
      else rows.push(...batch.map((entry, index) => ({ entry, trigger: answer.triggers[index]! })));
    }
    if (rows.length > 0) for (const row of tableOf(rows)) this.terminal.out(row);
    const count = (outcome: string) => rows.filter(({ trigger }) => trigger.outcome === outcome).length;
    this.terminal.out(
      `${count('created')} to be created, ${count('updated')} to be updated, ${count('unchanged')} unchanged.`,
    );
    return faults;
  }

  private async tellLeftOver(entries: Entry[]): Promise<void> {
    const keys = new Set(entries.map(({ trigger }) => trigger['external_key']));
    for (const { id, name } of await this.platform.leftOver(this.asked.source, keys))
      this.terminal.out(
        `note: ${name} (${id}) is of an earlier import and not in the file; it goes on firing`,
      );
  }

  private async apply(batches: Entry[][]): Promise<number> {
    const { terminal } = this;
    for (const [index, batch] of batches.entries()) {
      const place = batches.length === 1 ? '' : `batch ${index + 1} of ${batches.length}: `;
      const answer = await this.platform.batch(batch, false);
      if (Array.isArray(answer)) {
        for (const { line, detail } of answer) terminal.err(`line ${line}: ${detail}`);
        terminal.err(
          `${place}nothing of it was changed${index > 0 ? '; the batches before it are done' : ''}.`,
        );
        return 1;
      }
      this.tellDone(answer, place);
    }
    return 0;
  }

  /** Where the URL of --destination is no destination yet, it is made once, for every batch. */
  private async withMadeDestination(
    batches: Entry[][],
    destination: string | { url: string } | undefined,
  ): Promise<Entry[][]> {
    const goesThere = ({ trigger }: Entry) => listOf(trigger['destinations']).includes(destination);
    if (typeof destination !== 'object' || !batches.flat().some(goesThere)) return batches;
    const { id, url, secret } = await this.platform.makeDestination(destination.url);
    this.tellSecret(url, secret);
    return batches.map((batch) =>
      batch.map((entry) => {
        const destinations = listOf(entry.trigger['destinations']).map((one) =>
          one === destination ? id : one,
        );
        return goesThere(entry) ? { ...entry, trigger: { ...entry.trigger, destinations } } : entry;
      }),
    );
  }

  private tellDone({ created, updated, unchanged, triggers }: BatchAnswer, place: string): void {
    this.terminal.out(`${place}${created} created, ${updated} updated, ${unchanged} unchanged.`);
    const made = new Map(triggers.flatMap(({ destinations }) => destinations.map((one) => [one.id, one])));
    for (const { url, secret } of made.values()) if (secret !== undefined) this.tellSecret(url, secret);
  }

  private tellSecret(url: string, secret: string | undefined): void {
    this.terminal.out(`The signing secret of ${url}, shown this once: ${secret}`);
  }
}

function listOf(destinations: unknown): unknown[] {
  return Array.isArray(destinations) ? destinations : [];
}
