import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RateLimitedLog } from './rate-limited-log.js';

describe('A rate-limited log', () => {
  const said: string[] = [];

  beforeEach(() => {
    said.length = 0;
    vi.useFakeTimers();
    vi.spyOn(Logger.prototype, 'warn').mockImplementation((message: string) => void said.push(message));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('says the first message at once', () => {
    new RateLimitedLog('Queue').warn('away');

    expect(said).toEqual(['away']);
  });

  it('says one message a second of a storm, with the number of those left out', () => {
    const log = new RateLimitedLog('Queue');
    for (let n = 0; n < 10; n++) log.warn('away');
    vi.advanceTimersByTime(999);
    log.warn('away');
    expect(said).toEqual(['away']);

    vi.advanceTimersByTime(1);
    log.warn('still away');
    expect(said).toEqual(['away', 'still away (and 10 more like it)']);
  });

  it('counts anew after it has spoken', () => {
    const log = new RateLimitedLog('Queue');
    for (const messages of [['a', 'b', 'c'], ['d', 'e'], ['f'], ['g']]) {
      for (const message of messages) log.warn(message);
      vi.advanceTimersByTime(1000);
    }

    expect(said).toEqual(['a', 'd (and 2 more like it)', 'f (and 1 more like it)', 'g']);
  });

  it('keeps quiet for as long as it is told to', () => {
    const log = new RateLimitedLog('Queue', 60_000);
    log.warn('a');
    vi.advanceTimersByTime(59_999);
    log.warn('b');
    vi.advanceTimersByTime(1);
    log.warn('c');

    expect(said).toEqual(['a', 'c (and 1 more like it)']);
  });
});
