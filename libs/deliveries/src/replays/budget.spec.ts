import { describe, expect, it } from 'vitest';
import { mostTokens, msUntilTokens, tokensAfter, type Budget } from './budget.js';

const FIFTY: Budget = { max: 50, perMs: 1000 };
const BUDGETS: Budget[] = [
  FIFTY,
  { max: 1, perMs: 1000 },
  { max: 5, perMs: 1000 },
  { max: 1000, perMs: 1000 },
  { max: 7, perMs: 60_000 },
  { max: 1, perMs: 3_600_000 },
];

/** When deliveries are made if a worker looks as soon as it pays, and somewhat late; ms from the beginning. */
function spent(budget: Budget, until: number, lateMs: number): number[] {
  const at: number[] = [];
  let tokens = 1;
  for (let now = 0; now <= until;) {
    for (; tokens >= 1; tokens--) at.push(now);
    const pause = msUntilTokens(budget, tokens) + lateMs;
    now += pause;
    tokens = tokensAfter(budget, tokens, pause);
  }
  return at;
}

describe('A budget', () => {
  it('earns by time, and saves up a quarter of a second at most', () => {
    expect(tokensAfter(FIFTY, 0, 100)).toBe(5);
    expect(tokensAfter(FIFTY, 2, 20)).toBe(3);
    expect(tokensAfter(FIFTY, 0, 3_600_000)).toBe(mostTokens(FIFTY));
    expect(mostTokens(FIFTY)).toBe(13.5);
  });

  it('earns nothing from a clock that went back', () => {
    expect(tokensAfter(FIFTY, 3, -5000)).toBe(3);
  });

  it('pays back what one event has overdrawn', () => {
    expect(tokensAfter(FIFTY, -10, 100)).toBe(-5);
    expect(msUntilTokens({ max: 1, perMs: 1000 }, -10)).toBeGreaterThanOrEqual(11_000);
  });

  it('does not wait with a token in hand', () => {
    expect(msUntilTokens(FIFTY, 1)).toBe(0);
  });

  it.each(BUDGETS)('of $max in $perMs ms is never exceeded by more than what was saved up', (budget) => {
    for (const late of [0, 3, 40, 400]) {
      const at = spent(budget, 5 * budget.perMs, late);
      for (const [first, from] of at.entries()) {
        const within = at.slice(first).filter((time) => time < from + budget.perMs).length;
        expect(within).toBeLessThanOrEqual(budget.max + mostTokens(budget));
      }
    }
  });

  it.each(BUDGETS)('of $max in $perMs ms is used to the full by a worker that is in time', (budget) => {
    const made = spent(budget, 10 * budget.perMs, 5).length;

    expect(made).toBeGreaterThanOrEqual(9.5 * budget.max);
  });
});
