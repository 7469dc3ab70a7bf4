import { describe, expect, it } from 'vitest';
import { jitterMs } from './jitter.js';

const AT = Date.parse('2026-03-01T10:00:00Z');
const drawn = (trigger: string, limit: number, count: number) =>
  Array.from({ length: count }, (_, n) => jitterMs(trigger, new Date(AT + n * 60_000), limit));

describe('Jitter', () => {
  it('is the same for an occurrence whoever asks and whenever', () => {
    // Written down, so that a new release does not move what an old one has planned.
    expect(jitterMs('018f3c5e-7e1b-7c3a-9d54-1c1f0a6b2d11', new Date(AT), 60_000)).toBe(53308);
    expect(drawn('a', 60_000, 50)).toEqual(drawn('a', 60_000, 50));
  });

  it('is another one for another occurrence or another trigger', () => {
    expect(new Set(drawn('a', 1_000_000_000, 100)).size).toBe(100);
    expect(drawn('a', 1_000_000_000, 10)).not.toEqual(drawn('b', 1_000_000_000, 10));
  });

  it('is whole milliseconds from 0 to below its limit, evenly', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const ms of drawn('a', 5000, 10_000)) {
      expect(Number.isInteger(ms) && ms >= 0 && ms < 5000).toBe(true);
      tenths[Math.floor(ms / 500)]!++;
    }
    for (const share of tenths) expect(Math.abs(share - 1000)).toBeLessThan(150);
  });

  it.each([0, 1])('is none with a limit of %d ms', (limit) => {
    expect(drawn('a', limit, 20).every((ms) => ms === 0)).toBe(true);
  });
});
