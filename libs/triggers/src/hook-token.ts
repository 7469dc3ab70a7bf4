import { createHash, randomBytes } from 'node:crypto';

/** The unguessable part of a hook URL: 256 random bits. */
export function newHookToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Tokens are found by their hash, so that a look-up's time tells nothing about a guess and the table holds none. */
export function hashHookToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
