const END = Buffer.from('\n');

/** The whole of some messages, the last with the id from which on a client may resume. */
export function chunkOf(messages: Buffer[], id: string): Buffer {
  const parts = messages.flatMap((message, index) => (index === 0 ? [message] : [END, message]));
  return Buffer.concat([...parts, Buffer.from(`id: ${id}\n\n`)]);
}

/** The first that a client gets: when to come back after it has lost us (ms), and from where on if it misses all else. */
export function openingChunk(retryMs: number, id?: string): Buffer {
  return Buffer.from(`retry: ${retryMs}\n${id === undefined ? '' : `id: ${id}\n`}\n`);
}

/** Keeps connections open on which nothing happens. The id moves on all the same, or it would grow too old. */
export function heartbeatChunk(id?: string): Buffer {
  return Buffer.from(id === undefined ? ':\n\n' : `:\nid: ${id}\n\n`);
}
