import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowance, msUntilAllowed, withUse, type RateUse } from './rate-window.js';

const LIMIT = { max: 5, per: '1s' };

describe('A rate limit', () => {
  it.each<[string, RateUse[], number]>([
    ['allows all of it at first', [], 5],
    ['allows what is left', [[900, 3]], 2],
    [
      'allows nothing more once it is used up',
      [
        [900, 3],
        [1000, 2],
      ],
      0,
    ],
    ['forgets what is a whole length of time ago', [[0, 5]], 5],
    ['counts what is a moment younger', [[1, 5]], 0],
    ['allows nothing when it was lowered below what was used', [[900, 9]], 0],
  ])('%s', (_, used, allowed) => {
    expect(allowance(LIMIT, used, 1000)).toBe(allowed);
  });

  it.each<[string, RateUse[], number]>([
    ['at once while some is left', [[900, 4]], 0],
    [
      'when the oldest no longer counts',
      [
        [400, 3],
        [900, 2],
      ],
      400,
    ],
    [
      'when enough no longer count after it was lowered',
      [
        [400, 2],
        [900, 5],
      ],
      900,
    ],
  ])('tells when there is more: %s', (_, used, ms) => {
    expect(msUntilAllowed(LIMIT, used, 1000)).toBe(ms);
  });

  it('never lets more through within any length of time, however it is asked, and nearly all that it may', () => {
    const asks = fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 400 }), wanted: fc.integer({ min: 1, max: 9 }) }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(asks, fc.integer({ min: 1, max: 12 }), (steps, max) => {
        const limit = { max, per: '1s' };
        const passed: number[] = [];
        let used: RateUse[] = [];
        let now = 1_000_000;
        for (const { after, wanted } of steps) {
          now += after;
          const count = Math.min(wanted, allowance(limit, used, now));
          used = withUse(limit, used, now, count);
          passed.push(...Array<number>(count).fill(now));
          expect(passed.filter((at) => at > now - 1000).length).toBeLessThanOrEqual(max);
          expect(used.length).toBeLessThanOrEqual(21);
          // what is a step longer ago has been forgotten
          if (passed.every((at) => at <= now - 1050)) expect(allowance(limit, used, now)).toBe(max);
        }
        expect(allowance(limit, used, now + msUntilAllowed(limit, used, now))).toBeGreaterThan(0);
      }),
    );
  });
});
