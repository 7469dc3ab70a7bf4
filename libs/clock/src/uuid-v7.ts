import { createHash, randomFillSync } from 'node:crypto';

const POOL = 16 * 256;
const pool = Buffer.allocUnsafe(POOL);
let used = POOL;
let previous = { at: -1, count: 0 };

/**
 * A UUID version 7 (RFC 9562, 5.7): `at` (ms since the epoch) in the first 48 bits, then 12 bits that count on from a random
 * number below 2,048 (6.2, method 1), the rest random. So what this process makes one after another within a millisecond
 * sorts in that order, some 2,048 of them at least.
 */
export function uuidV7(at: number): string {
  if (used === POOL) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, (used += 16));
  const count = at === previous.at ? previous.count + 1 : bytes.readUInt16BE(6) & 0x7ff;
  previous = { at, count };
  bytes.writeUInt16BE(count & 0xfff, 6);
  return stamped(bytes, at);
}

/** The one UUID version 7 of an instant (ms since the epoch) and a name: its hash stands in place of the random bits. */
export function uuidV7Named(at: number, name: string): string {
  return stamped(createHash('sha256').update(name).digest().subarray(0, 16), at);
}

/** The smallest UUID of a given instant: where a range of version 7 ids begins. */
export function uuidV7Floor(at: number): string {
  return format(at.toString(16).padStart(12, '0').padEnd(32, '0'));
}

/** The instant that a UUID version 7 was made at, in ms since the epoch. */
export function uuidV7Time(id: string): number {
  return parseInt(id.slice(0, 8), 16) * 0x10000 + parseInt(id.slice(9, 13), 16);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}

function stamped(bytes: Buffer, at: number): string {
  bytes.writeUIntBE(at, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return format(bytes.toString('hex'));
}

function format(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
