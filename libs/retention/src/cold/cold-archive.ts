import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { differenceOf, inspect } from './content.js';
import { matching, mayHold, type ColdFilter } from './cold-filter.js';
import type { ColdRecord } from './cold-record.js';
import { linesOf } from './lines.js';
import { manifestName, objectName, parseManifest, readName, type Manifest } from './manifest.js';
import type { ColdStore } from './stores/cold-store.js';

/** An object of the cold archive; `fault` says why it cannot be read. */
export type ColdObject = { name: string; manifest: Manifest } | { name: string; fault: string };

export interface FoundEvent {
  line: string;
  record: ColdRecord;
}

/** The cold archive as it is read: one object after another, never more than a piece of one in memory. */
export class ColdArchive {
  constructor(private readonly store: ColdStore) {}

  /** Every object, by name, the unfinished ones too. */
  async *objects(): AsyncGenerator<ColdObject> {
    let finished: string | undefined;
    for await (const stored of this.store.list()) {
      const { name, isManifest } = readName(stored) ?? {};
      if (name === undefined) continue;
      if (isManifest) {
        finished = name; // manifests sort just before their objects
        yield await this.object(name);
      } else if (name !== finished) yield { name, fault: 'has no manifest: its writing was not finished' };
    }
  }

  /** One of them. */
  async object(name: string): Promise<ColdObject> {
    try {
      return { name, manifest: await parseManifest(await this.store.read(manifestName(name))) };
    } catch (error) {
      return { name, fault: `its manifest cannot be read: ${(error as Error).message}` };
    }
  }

  /** Reads all of it; answers what is wrong, if something is. */
  async faultOf(object: ColdObject): Promise<string | undefined> {
    if ('fault' in object) return object.fault;
    try {
      return differenceOf(object.manifest, await inspect(await this.store.read(objectName(object.name))));
    } catch (error) {
      return `it cannot be read: ${(error as Error).message}`;
    }
  }

  /** Events of an object. Throws when it turns out to be broken, after those before the break. */
  async *find({ name }: { name: string }, filter: ColdFilter): AsyncGenerator<FoundEvent> {
    const gunzip = createGunzip({ chunkSize: 64 * 1024 });
    pipeline(await this.store.read(objectName(name)), gunzip, () => {}); // an error is told to whoever reads
    const match = matching(filter);
    for await (const line of linesOf(gunzip)) {
      const record = match(line);
      if (record) yield { line, record };
    }
  }

  /** The objects that can hold such events; those that cannot be read are told to `skipped`. */
  async *holding(
    filter: ColdFilter,
    names: string[],
    skipped: (object: { name: string; fault: string }) => void,
  ): AsyncGenerator<{ name: string; manifest: Manifest }> {
    for await (const object of names.length > 0 ? this.named(names) : this.objects())
      if ('fault' in object) skipped(object);
      else if (mayHold(object.manifest, filter)) yield object;
  }

  /** The same, those that were written last first: of an event that lies in two they say how it ended. */
  async newestHolding(
    filter: ColdFilter,
    names: string[],
    skipped: (object: { name: string; fault: string }) => void,
  ): Promise<{ name: string; manifest: Manifest }[]> {
    const objects: { name: string; manifest: Manifest }[] = [];
    for await (const object of this.holding(filter, names, skipped)) objects.push(object);
    const writtenAt = ({ manifest }: { manifest: Manifest }) => Number(new Date(manifest.written_at));
    return objects.toSorted((a, b) => writtenAt(b) - writtenAt(a));
  }

  private async *named(names: string[]): AsyncGenerator<ColdObject> {
    for (const name of names) yield await this.object(name);
  }
}
