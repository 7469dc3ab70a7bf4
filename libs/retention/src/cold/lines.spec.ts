import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { linesOf } from './lines.js';

async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

describe('Lines', () => {
  it.each([1, 2, 3, 5, 100])('are the same in pieces of %i bytes', async (size) => {
    const lines = ['{"a":"\u2028\r"}', '', '{"ü":"€😀"}', 'x'];

    expect(await Readable.from(linesOf(pieces(`${lines.join('\n')}\n`, size))).toArray()).toEqual(lines);
    expect(await Readable.from(linesOf(pieces(lines.join('\n'), size))).toArray()).toEqual(lines);
  });

  it('are none of nothing', async () => {
    expect(await Readable.from(linesOf(pieces('', 1))).toArray()).toEqual([]);
  });
});
