import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { inParts } from './parts.js';

async function* chunks(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

describe('A body in parts', () => {
  it.each([
    [['abcdefg'], ['abc', 'def', 'g']],
    [
      ['a', 'bc', 'd', 'efghij'],
      ['abc', 'def', 'ghi', 'j'],
    ],
    [
      ['abc', 'def'],
      ['abc', 'def', ''],
    ],
    [['ab'], ['ab']],
    [[], ['']],
  ])('of 3 bytes: %j', async (given, expected) => {
    const parts = (await Readable.from(inParts(chunks(...given), 3)).toArray()) as {
      part: Buffer;
      last: boolean;
    }[];

    expect(parts.map(({ part }) => part.toString())).toEqual(expected);
    expect(parts.map(({ last }) => last)).toEqual(expected.map((_, n) => n === expected.length - 1));
  });
});
