import { hash } from 'node:crypto';

const RANGE = 2 ** 48;

/**
 * By how many milliseconds one occurrence of a trigger is delayed: uniform over [0, `limitMs`), and by a hash of the two,
 * so that every process and every restart says the same.
 */
export function jitterMs(triggerId: string, nominal: Date, limitMs: number): number {
  if (limitMs <= 0) return 0;
  const bytes = hash('sha256', `${triggerId} ${nominal.getTime()}`, 'buffer');
  return Math.floor((bytes.readUIntBE(0, 6) / RANGE) * limitMs);
}
