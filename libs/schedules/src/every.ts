import { durationMs } from '@app/clock';

export interface EverySchedule {
  everyMs: number;
  anchor: Date;
}

/**
 * The first occurrence after an instant: a whole number of intervals from the anchor, at least one, in elapsed time. Each
 * is counted from the anchor and never from the one before, so nothing drifts.
 */
export function nextEvery({ everyMs, anchor }: EverySchedule, after: number): number {
  const passed = Math.floor((after - anchor.getTime()) / everyMs);
  return anchor.getTime() + Math.max(1, passed + 1) * everyMs;
}

/** The last occurrence at or before an instant that is not before the first. */
export function lastEvery({ everyMs, anchor }: EverySchedule, until: number): number {
  return anchor.getTime() + Math.floor((until - anchor.getTime()) / everyMs) * everyMs;
}

/** Milliseconds of an `every` that has been validated, whole ones: `1.001s` is 1000.9999999999999 to a computer. */
export function intervalMs(every: string): number {
  return Math.round(durationMs(every));
}
