import { describe, expect, it } from 'vitest';
import { endOfTimeClass } from '@app/deliveries';
import { add, addTo, figuresOf, nothing, percentile } from './figures.js';

/** As PostgreSQL classes a time. */
const classOf = (ms: number) => Math.min(127, Math.ceil(4 * Math.log2(Math.max(ms, 1))));

describe('Percentiles', () => {
  it('are within some 20 % of the truth', () => {
    const times = Array.from({ length: 1000 }, (_, index) => Math.round(5 + index ** 1.5 / 10));
    const classes: number[] = [];
    for (const ms of times) addTo(classes, classOf(ms), 1);

    for (const share of [0.5, 0.9, 0.95, 0.99]) {
      const truth = times[Math.ceil(share * times.length) - 1]!;
      expect(Math.abs(percentile(classes, share)! - truth) / truth).toBeLessThan(0.2);
    }
  });

  it('are null of nothing, and never beyond the longest', () => {
    expect(percentile([], 0.5)).toBeNull();
    expect(percentile([0, 0], 0.95)).toBeNull();
    const classes: number[] = [];
    addTo(classes, classOf(1100), 1);
    expect(percentile(classes, 0.95, 1100)).toBe(1100);
    expect(percentile(classes, 0.95)).toBeGreaterThan(1100);
  });

  it('know the last class, of the times that are longer than any', () => {
    const classes: number[] = [];
    addTo(classes, classOf(1e12), 2);
    expect(percentile(classes, 0.5)).toBeLessThanOrEqual(endOfTimeClass(127));
    expect(percentile(classes, 0.5)).toBeGreaterThan(endOfTimeClass(126));
  });
});

describe('Figures', () => {
  it('of several steps are those of all that happened in them', () => {
    const sum = nothing();
    add(sum, { ...nothing(), fired: 2, lag_max_ms: 40, lags: [0, 2] });
    add(sum, { ...nothing(), fired: 1, delivered: 3, failed_attempts: 1, durations: [0, 0, 4] });
    add(sum, { ...nothing(), dead: 1, cancelled: 2, lag_max_ms: 7, lags: [1] });

    expect(figuresOf(sum)).toEqual({
      fired: 3,
      delivered: 3,
      dead: 1,
      cancelled: 2,
      failed_attempts: 1,
      lag_ms: { p50: 1, p95: 1, max: 40 },
      duration_ms: { p50: 1, p95: 1 },
    });
  });

  it('of nothing are zero, and have no times', () => {
    expect(figuresOf(nothing())).toMatchObject({
      fired: 0,
      lag_ms: { p50: null, p95: null, max: null },
      duration_ms: { p50: null, p95: null },
    });
  });
});
