import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from './database-errors.js';

const PAUSE_MS = 250;

/**
 * Does `work` again while it fails because the database is away, for so many ms at most; then throws what it throws. For
 * work that may be done twice: it may have been committed when the connection broke.
 */
export async function throughOutage<T>(withinMs: number, work: () => Promise<T>): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() + PAUSE_MS > end) throw error;
    }
    await sleep(PAUSE_MS);
  }
}
