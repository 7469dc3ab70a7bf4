/** So many deliveries in so many milliseconds. */
export interface Budget {
  max: number;
  perMs: number;
}

const BURST_MS = 250;

/**
 * What may have been saved up: one, and what comes in a quarter of a second. So no span of `perMs` sees more than `max`
 * and that little.
 */
export function mostTokens({ max, perMs }: Budget): number {
  return 1 + (max * Math.min(BURST_MS, perMs)) / perMs;
}

/** What may be spent when `elapsedMs` have passed since there were `tokens`. It may have been overdrawn by one event. */
export function tokensAfter(budget: Budget, tokens: number, elapsedMs: number): number {
  const earned = (Math.max(0, elapsedMs) * budget.max) / budget.perMs;
  return Math.min(mostTokens(budget), tokens + earned);
}

/** Milliseconds until it pays to go on: at once with a token or more, else when half of what can be saved up is there. */
export function msUntilTokens(budget: Budget, tokens: number): number {
  if (tokens >= 1) return 0;
  const wanted = Math.max(1, mostTokens(budget) / 2);
  return Math.ceil(((wanted - tokens) * budget.perMs) / budget.max);
}
