import { describe, expect, it } from 'vitest';
import { hashHookToken, newHookToken } from './hook-token.js';

describe('A hook token', () => {
  it('is 256 random bits that a URL takes as they are', () => {
    const tokens = Array.from({ length: 100 }, newHookToken);

    expect(new Set(tokens).size).toBe(100);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  });

  it('is found by its SHA-256, which is the same each time', () => {
    // the one-block vector of FIPS 180-4
    expect(hashHookToken('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
