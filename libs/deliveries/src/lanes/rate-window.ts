import { durationMs } from '@app/clock';
import type { RateLimit } from '../destinations/rate-limit.js';

/** `[instant, count]`: how many were handed over until this instant (ms since the epoch); oldest first. */
export type RateUse = [at: number, count: number];

/** The window is remembered in this many steps; what falls into one counts as of its end, so never too short. */
const STEPS = 20;

/** How many more may be handed over now. */
export function allowance({ max, per }: RateLimit, used: RateUse[], now: number): number {
  const within = stillCounting(used, now - durationMs(per));
  return Math.max(0, max - within.reduce((sum, [, count]) => sum + count, 0));
}

/** What to remember after `count` more were handed over. */
export function withUse({ per }: RateLimit, used: RateUse[], now: number, count: number): RateUse[] {
  const length = durationMs(per);
  const step = Math.max(1, Math.ceil(length / STEPS));
  const end = Math.ceil(now / step) * step;
  const rest = stillCounting(used, now - length);
  const last = rest.at(-1);
  if (count === 0) return rest;
  if (last && last[0] >= end) return [...rest.slice(0, -1), [last[0], last[1] + count]];
  return [...rest, [end, count]];
}

/** Milliseconds until one more may be handed over; 0 when it may now. */
export function msUntilAllowed({ max, per }: RateLimit, used: RateUse[], now: number): number {
  const length = durationMs(per);
  const within = stillCounting(used, now - length);
  let surplus = within.reduce((sum, [, count]) => sum + count, 0) - max + 1;
  for (const [at, count] of within) {
    if (surplus <= 0) break;
    surplus -= count;
    if (surplus <= 0) return at + length - now;
  }
  return 0;
}

function stillCounting(used: RateUse[], since: number): RateUse[] {
  return used.filter(([at]) => at > since);
}
