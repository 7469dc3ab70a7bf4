import { describe, expect, it, vi } from 'vitest';
import { timeoutError, within } from './within.js';

describe('Work within a time', () => {
  it('answers or fails as it does by itself', async () => {
    await expect(within(1000, Promise.resolve(7), timeoutError)).resolves.toBe(7);
    await expect(within(1000, Promise.reject(new Error('no')), timeoutError)).rejects.toThrow('no');
  });

  it("fails when the time is over, and what it fails with later is nobody's error", async () => {
    let fail: (error: Error) => void = () => {};
    const work = new Promise<never>((_, reject) => (fail = reject));
    await expect(within(1, work, timeoutError)).rejects.toHaveProperty('name', 'TimeoutError');
    fail(new Error('too late'));
  });

  it('leaves no timer behind', async () => {
    vi.useFakeTimers();
    try {
      await within(60_000, Promise.resolve(), timeoutError);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
