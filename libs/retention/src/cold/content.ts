import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { ColdRecord } from './cold-record.js';
import { linesOf } from './lines.js';

/** What an object holds, as it can be counted when it is written and again when it is read. */
export interface Content {
  events: number;
  deliveries: number;
  /** The smallest and the greatest id, null when there is none; and the first and the last firing. */
  first_id: string | null;
  last_id: string | null;
  first_fired_at: string | null;
  last_fired_at: string | null;
  /** Of the object as it is stored. */
  bytes: number;
  sha256: string;
  /** Of its lines. */
  raw_bytes: number;
  raw_sha256: string;
}

/** Bytes that pass by, counted and hashed. */
export class Tally {
  bytes = 0;
  private readonly hash: Hash = createHash('sha256');

  async *through(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.bytes += chunk.length;
      this.hash.update(chunk);
      yield chunk;
    }
  }

  /** Once all has passed. */
  sha256(): string {
    return this.hash.digest('hex');
  }
}

/** Events that pass by, counted. */
export class Roll {
  events = 0;
  deliveries = 0;
  first_id: string | null = null;
  last_id: string | null = null;
  first_fired_at: string | null = null;
  last_fired_at: string | null = null;

  add(id: string, firedAt: string, deliveries: number): void {
    this.events++;
    this.deliveries += deliveries;
    if (this.first_id === null || id < this.first_id) this.first_id = id;
    if (this.last_id === null || id > this.last_id) this.last_id = id;
    if (this.first_fired_at === null || firedAt < this.first_fired_at) this.first_fired_at = firedAt;
    if (this.last_fired_at === null || firedAt > this.last_fired_at) this.last_fired_at = firedAt;
  }
}

/** Reads an object from its first byte to its last. Rejects when it is none. */
export async function inspect(object: Readable): Promise<Content> {
  const [stored, raw, roll] = [new Tally(), new Tally(), new Roll()];
  await pipeline(
    object,
    (chunks: AsyncIterable<Buffer>) => stored.through(chunks),
    createGunzip({ chunkSize: 64 * 1024 }),
    (chunks: AsyncIterable<Buffer>) => raw.through(chunks),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const line of linesOf(chunks)) {
        const { id, fired_at, deliveries } = JSON.parse(line) as ColdRecord;
        roll.add(id, fired_at, deliveries.length);
      }
    },
  );
  return contentOf(roll, stored, raw);
}

/** Once all has passed. */
export function contentOf(roll: Roll, stored: Tally, raw: Tally): Content {
  return {
    ...roll,
    bytes: stored.bytes,
    sha256: stored.sha256(),
    raw_bytes: raw.bytes,
    raw_sha256: raw.sha256(),
  };
}

/** In what an object is another one than it should be, in words; undefined when in nothing. */
export function differenceOf(expected: Content, found: Content): string | undefined {
  const differing = (Object.keys(found) as (keyof Content)[]).filter((key) => found[key] !== expected[key]);
  if (differing.length === 0) return undefined;
  return differing.map((key) => `${key} is ${found[key]} instead of ${expected[key]}`).join(', ');
}
