import { createHash, randomBytes } from 'node:crypto';

export const KEY_MARK = 'etp_';
/** So much of a key is shown in lists, to tell keys apart: the mark and 48 of its 256 bits. */
const PREFIX_LENGTH = KEY_MARK.length + 8;

/** A new API key: 256 random bits, so that a plain hash is enough to keep it by. */
export function newKey(): string {
  return KEY_MARK + randomBytes(32).toString('base64url');
}

export function prefixOf(key: string): string {
  return key.slice(0, PREFIX_LENGTH);
}

/** Keys are found by their hash, so that a look-up's time tells nothing about a guess and the table holds none. */
export function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
