import { describe, expect, it } from 'vitest';
import { scheduleFaults } from './faults.js';
import { longestJitter, suggestJitter } from './suggest-jitter.js';

const written = (rest: object) => ({ cron: null, timezone: null, every: null, jitter: null, ...rest });

describe('The longest jitter that may be suggested', () => {
  it.each([
    [{ cron: '0 * * * *', timezone: 'UTC' }, '45m'],
    [{ cron: '0 0 * * *', timezone: 'Europe/Berlin' }, '12h'],
    [{ cron: '0,10 * * * *', timezone: 'UTC' }, '5m'],
    [{ every: '1h' }, '45m'],
    [{ every: '2m' }, null],
    [{ cron: '* * * * *', timezone: 'UTC' }, null],
    [{}, '12h'],
  ])('for %o is %s', (schedule, longest) => {
    expect(longestJitter(written(schedule))).toBe(longest);
    expect(scheduleFaults({ ...schedule, jitter: longest })).toEqual([]);
  });
});

describe('The jitter that is suggested', () => {
  const of = (firings: number, usual: number, longest: string | null, present: string | null = null) =>
    suggestJitter({ firings, usual, present, longest });

  it('is the shortest that thins the firings out to what is usual', () => {
    expect(of(1000, 100, '45m')).toBe('10m');
    expect(of(1001, 100, '45m')).toBe('15m');
  });

  it('is the longest that is allowed when none does', () => {
    expect(of(100_000, 1, '45m')).toBe('45m');
  });

  it('is none when none is allowed, or there is as much already', () => {
    expect(of(1000, 100, null)).toBeNull();
    expect(of(1000, 100, '45m', '10m')).toBeNull();
    expect(of(1000, 100, '45m', '5m')).toBe('10m');
  });
});
