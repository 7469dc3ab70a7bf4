/** The same bytes in pieces of exactly this size but for the last, which is shorter and may be empty. */
export async function* inParts(
  body: AsyncIterable<Buffer>,
  size: number,
): AsyncGenerator<{ part: Buffer; last: boolean }> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    waiting.push(chunk);
    bytes += chunk.length;
    while (bytes >= size) {
      const all = Buffer.concat(waiting, bytes);
      yield { part: all.subarray(0, size), last: false };
      waiting = [all.subarray(size)];
      bytes -= size;
    }
  }
  yield { part: Buffer.concat(waiting, bytes), last: true };
}
