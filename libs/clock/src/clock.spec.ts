import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Clock } from './clock.js';

const LOCAL = Date.parse('2026-03-01T10:00:00Z');

describe('The clock', () => {
  beforeEach(() => vi.useFakeTimers({ now: LOCAL }));
  afterEach(() => vi.useRealTimers());

  it('goes by the local time as long as nothing was measured', () => {
    expect(new Clock().now()).toBe(LOCAL);
  });

  it.each([
    ['five minutes ahead', 300_000],
    ['five minutes behind', -300_000],
    ['equal', 0],
  ])('follows a database that is %s', (_, difference) => {
    const clock = new Clock();
    clock.measured(LOCAL + difference, LOCAL, LOCAL);

    expect(clock.now()).toBe(LOCAL + difference);
    vi.advanceTimersByTime(1234);
    expect(clock.now()).toBe(LOCAL + difference + 1234);
  });

  it('takes the database to have answered in the middle of the round trip', () => {
    const clock = new Clock();
    clock.measured(LOCAL + 60_000, LOCAL - 40, LOCAL);

    expect(clock.now()).toBe(LOCAL + 60_020);
  });

  it('stays as it was when a slow answer does not contradict it', () => {
    const clock = new Clock();
    clock.measured(LOCAL + 100, LOCAL, LOCAL + 100); // all of it before PostgreSQL looked at its clock
    expect(clock.now()).toBe(LOCAL);
    clock.measured(LOCAL + 0.9, LOCAL, LOCAL); // within the same millisecond
    expect(clock.now()).toBe(LOCAL);

    clock.measured(LOCAL + 60_000, LOCAL, LOCAL);
    clock.measured(LOCAL + 60_000, LOCAL, LOCAL + 100);
    expect(clock.now()).toBe(LOCAL + 60_000);
  });

  it('tells whole milliseconds, since PostgreSQL measures in microseconds', () => {
    const clock = new Clock();
    clock.measured(LOCAL + 60_000.4567, LOCAL, LOCAL + 1);

    expect(Number.isInteger(clock.now())).toBe(true);
  });

  it('forgets an earlier measurement', () => {
    const clock = new Clock();
    clock.measured(LOCAL + 60_000, LOCAL, LOCAL);
    clock.measured(LOCAL + 5, LOCAL, LOCAL);

    expect(clock.now()).toBe(LOCAL + 5);
  });
});
