import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ColdStore } from './cold-store.js';

const DAY_MS = 24 * 3_600_000;
/** What is being written, or was when its process died. */
const UNFINISHED = /^\..+\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A folder, of a network file system perhaps. Files are written under another name, and are on the disk before they get theirs. */
export class FolderStore extends ColdStore {
  private tidiedAt = -Infinity;

  constructor(private readonly folder: string) {
    super();
  }

  async write(name: string, body: AsyncIterable<Buffer>): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await this.tidy().catch(() => {}); // leftovers take space, and keep nobody from writing
    const unfinished = join(this.folder, `.${name}.${randomUUID()}`);
    try {
      await writeThrough(unfinished, body);
      await rename(unfinished, join(this.folder, name));
      await syncFolder(this.folder);
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => {}); // the disk may be what failed
      throw error;
    }
  }

  /**
   * Once a day, removes what other processes left unfinished. What grew within the last day may yet be finished; a writer that
   * stood still for longer finds its file gone, and fails.
   */
  private async tidy(): Promise<void> {
    const now = Date.now();
    if (now - this.tidiedAt < DAY_MS) return;
    this.tidiedAt = now;
    for (const name of await readdir(this.folder)) {
      if (!UNFINISHED.test(name)) continue;
      const path = join(this.folder, name);
      if (now - (await stat(path)).mtimeMs > DAY_MS) await rm(path, { force: true });
    }
  }

  async read(name: string): Promise<Readable> {
    return createReadStream(join(this.folder, name), { highWaterMark: 256 * 1024 });
  }

  async has(name: string): Promise<boolean> {
    return stat(join(this.folder, name)).then(
      () => true,
      (error: NodeJS.ErrnoException) => absent(error, false),
    );
  }

  async *list(): AsyncIterable<string> {
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => absent(error, []));
    yield* names.filter((name) => !name.startsWith('.')).toSorted();
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
  }
}

async function writeThrough(path: string, body: AsyncIterable<Buffer>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of body) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name itself has to be on the disk as well. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function absent<T>(error: NodeJS.ErrnoException, instead: T): T {
  if (error.code === 'ENOENT') return instead;
  throw error;
}
