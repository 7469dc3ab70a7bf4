import { parseDuration } from './duration.js';

const SHORTEST_MS = 1000;

/**
 * Milliseconds of a time that retention counts: a duration of at least `1s`, or `never`, which is Infinity. Answers
 * `undefined` for anything else.
 */
export function parseRetentionTime(text: unknown): number | undefined {
  if (text === 'never') return Infinity;
  const length = parseDuration(text);
  return length !== undefined && length >= SHORTEST_MS ? length : undefined;
}

/**
 * Whether events would have to be deleted before they are archived. `never` is later than any time, and what is no time
 * at all compares with nothing.
 */
export function isReversedRetention(archiveAfter: unknown, deleteAfter: unknown): boolean {
  return (parseRetentionTime(archiveAfter) ?? NaN) > (parseRetentionTime(deleteAfter) ?? NaN);
}
