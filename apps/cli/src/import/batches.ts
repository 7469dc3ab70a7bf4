import type { Entry } from './entry.js';

/** What one `POST /triggers/batch` takes. */
const MOST_TRIGGERS = 1000;
/** In bytes, with room for what is around the triggers. */
const MOST_BYTES = 4 * 1024 * 1024 - 1024;

/** As few batches as there have to be, in the order of the file. */
export function batchesOf(entries: Entry[]): Entry[][] {
  const batches: Entry[][] = [];
  let bytes = Infinity;
  for (const entry of entries) {
    const size = Buffer.byteLength(JSON.stringify(entry.trigger)) + 1;
    const last = batches.at(-1);
    if (last && last.length < MOST_TRIGGERS && bytes + size <= MOST_BYTES) {
      last.push(entry);
      bytes += size;
    } else {
      batches.push([entry]);
      bytes = size;
    }
  }
  return batches;
}
