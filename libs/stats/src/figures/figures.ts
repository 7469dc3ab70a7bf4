import { endOfTimeClass } from '@app/deliveries';

/** What happened in some time. Times are in ms; `lags` and `durations` are how many there were of each class of time. */
export interface Counts {
  fired: number;
  delivered: number;
  dead: number;
  cancelled: number;
  failed_attempts: number;
  lag_max_ms: number | null;
  lags: number[];
  durations: number[];
}

export interface DeliveryFigures {
  delivered: number;
  dead: number;
  cancelled: number;
  failed_attempts: number;
  duration_ms: { p50: number | null; p95: number | null };
}

export interface Figures extends DeliveryFigures {
  fired: number;
  lag_ms: { p50: number | null; p95: number | null; max: number | null };
}

export function nothing(): Counts {
  return {
    fired: 0,
    delivered: 0,
    dead: 0,
    cancelled: 0,
    failed_attempts: 0,
    lag_max_ms: null,
    lags: [],
    durations: [],
  };
}

/** Adds to `sum` what happened besides. */
export function add(sum: Counts, counts: Counts): void {
  sum.fired += counts.fired;
  sum.delivered += counts.delivered;
  sum.dead += counts.dead;
  sum.cancelled += counts.cancelled;
  sum.failed_attempts += counts.failed_attempts;
  if (counts.lag_max_ms !== null) sum.lag_max_ms = Math.max(sum.lag_max_ms ?? 0, counts.lag_max_ms);
  for (const [n, count] of counts.lags.entries()) addTo(sum.lags, n, count);
  for (const [n, count] of counts.durations.entries()) addTo(sum.durations, n, count);
}

/** Adds to one class of time. */
export function addTo(classes: number[], n: number, count: number): void {
  while (classes.length <= n) classes.push(0);
  classes[n]! += count;
}

export function figuresOf(counts: Counts): Figures {
  const { fired, lags, lag_max_ms } = counts;
  const max = lag_max_ms === null ? null : Math.round(lag_max_ms);
  const lag = (share: number) => percentile(lags, share, max ?? undefined);
  return { fired, ...deliveryFiguresOf(counts), lag_ms: { p50: lag(0.5), p95: lag(0.95), max } };
}

export function deliveryFiguresOf({ durations, ...counts }: Counts): DeliveryFigures {
  const { delivered, dead, cancelled, failed_attempts } = counts;
  const duration_ms = { p50: percentile(durations, 0.5), p95: percentile(durations, 0.95) };
  return { delivered, dead, cancelled, failed_attempts, duration_ms };
}

/**
 * Below which that share of the times lies, in ms: within its class in proportion, and never beyond the longest of all
 * where that is known. Null when there are none.
 */
export function percentile(classes: number[], share: number, longest = Infinity): number | null {
  let left = share * classes.reduce((sum, count) => sum + count, 0);
  if (left === 0) return null;
  for (const [n, count] of classes.entries()) {
    if (count >= left && count > 0) {
      const [from, to] = [n === 0 ? 0 : endOfTimeClass(n - 1), endOfTimeClass(n)];
      return Math.round(Math.min(from + ((to - from) * left) / count, longest));
    }
    left -= count;
  }
  return Math.round(Math.min(endOfTimeClass(classes.length - 1), longest));
}
