/** What a process tells the others after a change. Without `keys`: all of that cache. */
export interface Invalidation {
  /** Names the process that says it, which has dropped the keys already. */
  from: string;
  cache: string;
  keys?: string[];
}

/** PostgreSQL takes less than 8,000 bytes. */
const LONGEST_BYTES = 7999;

/** The text of a notification. Too many keys for one become all of the cache. */
export function writeInvalidation({ from, cache, keys }: Required<Invalidation>): string {
  const text = JSON.stringify({ from, cache, keys });
  return Buffer.byteLength(text) > LONGEST_BYTES ? JSON.stringify({ from, cache }) : text;
}

/** Undefined for what cannot be read. */
export function readInvalidation(text: string): Invalidation | undefined {
  try {
    const { from, cache, keys } = JSON.parse(text) as Partial<Invalidation>;
    if (typeof from !== 'string' || typeof cache !== 'string') return undefined;
    if (keys === undefined) return { from, cache };
    return Array.isArray(keys) ? { from, cache, keys } : undefined;
  } catch {
    return undefined;
  }
}
