export const MINUTE_MS = 60_000;

/** Where occurrences are looked for: [`from`, `until`) in ms since the epoch, `origin` being the start of the first minute. */
export interface Window {
  origin: number;
  from: number;
  until: number;
  /** The most there may be. */
  runs: number;
}

/**
 * Adds firings to the minutes that they are expected in, when each instant of [`start`, `start + lengthMs`) is as likely as
 * another. `start` is in ms from the beginning of the first minute, not before it; what falls beyond the last minute is
 * left out.
 */
export function addSpread(minutes: Float64Array, start: number, lengthMs: number, firings = 1): void {
  let minute = Math.floor(start / MINUTE_MS);
  if (lengthMs <= 0) {
    if (minute < minutes.length) minutes[minute]! += firings;
    return;
  }
  const end = start + lengthMs;
  for (; minute < minutes.length && minute * MINUTE_MS < end; minute++) {
    const from = Math.max(start, minute * MINUTE_MS);
    const until = Math.min(end, (minute + 1) * MINUTE_MS);
    minutes[minute]! += (firings * (until - from)) / lengthMs;
  }
}
