import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPeaks, median } from './peaks.js';

const day = (firings: (minute: number) => number) =>
  Float64Array.from({ length: 1440 }, (_, n) => firings(n));

describe('The minutes that stand out', () => {
  it.each([
    ['a still day', () => 0],
    ['a steady one', () => 5000],
    ['one that differs a little', (n: number) => 100 + (n % 7)],
    ['one of few firings', (n: number) => (n % 60 === 0 ? 9 : 0)],
    ['one that is busy every second minute', (n: number) => (n % 2 === 0 ? 500 : 0)],
    ['one that is uneven as a whole', (n: number) => (n < 720 ? 100 : 900)],
  ])('are none in %s', (_, firings) => {
    expect(findPeaks(day(firings))).toEqual([]);
  });

  it('are those of each hour in a day that is still otherwise', () => {
    const peaks = findPeaks(day((n) => (n % 60 === 0 ? 10 : 0)));
    expect(peaks).toEqual(
      Array.from({ length: 24 }, (_, hour) => ({ minute: hour * 60, firings: 10, length: 1 })),
    );
  });

  it('are one peak when they come in a row, at the highest of them', () => {
    const rows = day((n) => 10 + (n % 3) + ([0, 80, 200, 90][n - 699] ?? 0) + (n === 1439 ? 500 : 0));
    expect(findPeaks(rows)).toEqual([
      { minute: 1439, firings: 512, length: 1 },
      { minute: 701, firings: 212, length: 3 },
    ]);
  });

  it('are at most 24, the highest, and each is far above the median', () => {
    const minutes = fc.array(fc.oneof(fc.nat(5), fc.nat(5), fc.nat(5), fc.nat(10_000)), {
      minLength: 1440,
      maxLength: 1440,
    });
    fc.assert(
      fc.property(minutes, (list) => {
        const values = Float64Array.from(list);
        const peaks = findPeaks(values);
        expect(peaks.length).toBeLessThanOrEqual(24);
        for (const { minute, firings, length } of peaks) {
          expect(firings).toBe(list[minute]);
          expect(firings).toBeGreaterThanOrEqual(Math.max(10, 2 * median(values)));
          expect(length).toBeGreaterThan(0);
        }
        const heights = peaks.map(({ firings }) => firings);
        expect(heights).toEqual(heights.toSorted((a, b) => b - a));
      }),
      { numRuns: 50 },
    );
  });
});
