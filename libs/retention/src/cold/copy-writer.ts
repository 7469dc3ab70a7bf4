import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ColdLine } from './cold-events.repository.js';
import { contentOf, differenceOf, inspect, Roll, Tally, type Content } from './content.js';
import { manifestName, objectName, renderManifest, SCHEMA_VERSION, type Manifest } from './manifest.js';
import { platformVersion } from './platform-version.js';
import { ColdStoreError, type ColdStore } from './stores/cold-store.js';

/** Writes objects of the cold archive, and believes none that it has not read again. */
export class CopyWriter {
  constructor(private readonly store: ColdStore) {}

  /**
   * Writes an object, reads it back, and lays its manifest beside it: the last step. Throws `ColdStoreError` when one of
   * these fails; without the manifest nobody takes the object for one. False when there were no lines, and so no object.
   */
  async write(
    name: string,
    about: Pick<Manifest, 'kind' | 'bucket' | 'slice'>,
    pages: AsyncGenerator<ColdLine[]>,
  ): Promise<boolean> {
    const first = await pages.next();
    if (first.done) return false;
    const reading = new Reading(first.value, pages);
    try {
      const content = await this.writeObject(objectName(name), reading);
      await this.readBack(objectName(name), content);
      const manifest: Manifest = {
        schema_version: SCHEMA_VERSION,
        ...about,
        ...content,
        written_at: new Date(),
        platform_version: platformVersion(),
      };
      await this.writeManifest(name, manifest);
      return true;
    } catch (error) {
      throw reading.failure ?? new ColdStoreError(error);
    }
  }

  /** Without it the object is a copy of nothing, and another is made the next time. */
  private async writeManifest(name: string, manifest: Manifest): Promise<void> {
    try {
      await this.store.write(manifestName(name), Readable.from([renderManifest(manifest)]));
    } catch (error) {
      await this.store.remove(objectName(name)).catch(() => {}); // the store that fails is told of in any case
      throw error;
    }
  }

  private async writeObject(name: string, reading: Reading): Promise<Content> {
    const [roll, raw, stored] = [new Roll(), new Tally(), new Tally()];
    await pipeline(
      () => raw.through(reading.lines(roll)),
      createGzip(),
      (chunks: AsyncIterable<Buffer>) => this.store.write(name, stored.through(chunks)),
    );
    return contentOf(roll, stored, raw);
  }

  /** What is not what was written is of no use, and would be one more with each try. */
  private async readBack(name: string, content: Content): Promise<void> {
    try {
      const difference = differenceOf(content, await inspect(await this.store.read(name)));
      if (difference !== undefined)
        throw new Error(`read back, ${name} is not what was written: ${difference}`);
    } catch (error) {
      await this.store.remove(name).catch(() => {});
      throw error;
    }
  }
}

/** The pages of the database; remembers whether it was the database that failed. */
class Reading {
  failure: unknown;

  constructor(
    private readonly first: ColdLine[],
    private readonly rest: AsyncGenerator<ColdLine[]>,
  ) {}

  async *lines(roll: Roll): AsyncGenerator<Buffer> {
    try {
      for (let page = this.first; ;) {
        for (const { id, fired_at, deliveries } of page) roll.add(id, fired_at, deliveries);
        yield Buffer.from(page.map(({ line }) => `${line}\n`).join(''));
        const next = await this.rest.next();
        if (next.done) return;
        page = next.value;
      }
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}
