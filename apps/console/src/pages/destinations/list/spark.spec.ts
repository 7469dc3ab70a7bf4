import { expect, it } from 'vitest';
import { barsOf, sparkInWords } from './spark';

const step = (delivered: number, failed_attempts = 0, dead = 0) => ({ delivered, failed_attempts, dead });

it('puts steps together, and no bar is higher than the picture', () => {
  const bars = barsOf([step(3), step(1), step(0), step(0), step(6, 2, 1)], 3);
  expect(bars).toEqual([
    { x: 0, delivered: 0.5, failed: 0 },
    { x: 1, delivered: 0, failed: 0 },
    { x: 2, delivered: 0.75, failed: 0.25 },
  ]);
});

it('shows one failure beside a million that arrived', () => {
  const [bar] = barsOf([step(1_000_000, 1)], 10);
  expect(bar!.failed).toBe(0.12);
  expect(bar!.delivered + bar!.failed).toBeLessThanOrEqual(1);
});

it('is said in words', () => {
  expect(sparkInWords(step(1_200, 1, 1))).toBe('1,200 delivered, 1 failed try, 1 dead');
  expect(sparkInWords(step(0))).toBe('nothing was sent');
});
