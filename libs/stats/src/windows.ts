const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far back figures go, and in which steps: in some 30 to 170 of them. */
export const WINDOWS = {
  '5m': { step: '10s', stepMs: 10 * SECOND, steps: 30 },
  '1h': { step: '1m', stepMs: MINUTE, steps: 60 },
  '24h': { step: '10m', stepMs: 10 * MINUTE, steps: 144 },
  '7d': { step: '1h', stepMs: HOUR, steps: 168 },
} as const;

export type WindowName = keyof typeof WINDOWS;

export const WINDOW_NAMES = Object.keys(WINDOWS) as WindowName[];
export const DEFAULT_WINDOW = '1h';

/** What a cell of the figures may be about, and until when it is kept; null: there are none of destinations. */
export interface Level {
  stepMs: number;
  keptMs: number;
  ofDestinationsMs: number | null;
}

/** Everything is counted once for each of these, so that an answer has no more to read than it has steps. */
export const LEVELS: Level[] = [
  { stepMs: WINDOWS['5m'].stepMs, keptMs: 20 * MINUTE, ofDestinationsMs: null },
  { stepMs: WINDOWS['1h'].stepMs, keptMs: 2 * DAY, ofDestinationsMs: 3 * HOUR },
  { stepMs: WINDOWS['24h'].stepMs, keptMs: 8 * DAY, ofDestinationsMs: 2 * DAY },
  { stepMs: WINDOWS['7d'].stepMs, keptMs: 400 * DAY, ofDestinationsMs: 31 * DAY },
];

/** Where the steps of a window begin: the last one is the present one (`now` in ms since the epoch). */
export function stepsOf(window: WindowName, now: number): number[] {
  const { stepMs, steps } = WINDOWS[window];
  const last = startOf(now, stepMs);
  return Array.from({ length: steps }, (_, index) => last - (steps - 1 - index) * stepMs);
}

/** Where the step begins that an instant falls into. */
export function startOf(at: number, stepMs: number): number {
  return Math.floor(at / stepMs) * stepMs;
}
