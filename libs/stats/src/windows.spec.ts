import { describe, expect, it } from 'vitest';
import { LEVELS, startOf, stepsOf, WINDOW_NAMES, WINDOWS } from './windows.js';

describe('A window', () => {
  it.each(WINDOW_NAMES)('of %s ends with the present step and is as long as it says', (name) => {
    const now = Date.UTC(2026, 10, 25, 12, 34, 56, 789);
    const { stepMs, steps } = WINDOWS[name];
    const begins = stepsOf(name, now);

    expect(begins).toHaveLength(steps);
    expect(begins.at(-1)).toBe(startOf(now, stepMs));
    expect(begins.at(-1)! - begins[0]!).toBe((steps - 1) * stepMs);
    expect(steps).toBeLessThanOrEqual(170);
  });

  it.each(WINDOW_NAMES)('of %s goes no further back than its cells are kept', (name) => {
    const { stepMs, steps } = WINDOWS[name];
    const level = LEVELS.find((one) => one.stepMs === stepMs)!;

    expect(level.keptMs).toBeGreaterThan(steps * stepMs);
    if (name !== '5m') expect(level.ofDestinationsMs).toBeGreaterThan(steps * stepMs);
  });

  it('has steps that hold shorter ones whole', () => {
    const lengths = LEVELS.map(({ stepMs }) => stepMs);
    for (const [index, length] of lengths.entries())
      if (index > 0) expect(length % lengths[index - 1]!).toBe(0);
  });
});
