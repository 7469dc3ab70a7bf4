import { describe, expect, it } from 'vitest';
import { DEFAULT_RETRY, type RetryPolicy } from '../destinations/retry.js';
import { resultOf } from './attempt.js';
import { backoffMs, decide } from './decide.js';

const HOUR = 3_600_000;
const POLICY: RetryPolicy = { max_attempts: 3, min_delay: '1s', max_delay: '1h', factor: 3, jitter: 0 };
const MIDDLE = 0.5;

const answered = (statusCode: number, retryAfterMs: number | null = null) =>
  decide(resultOf({ statusCode, retryAfterMs, responseHead: '' }), POLICY, 1, MIDDLE);

describe('A delivery', () => {
  it.each([200, 201, 202, 204, 299])('is delivered by the answer %d', (status) => {
    expect(answered(status)).toEqual({ status: 'delivered' });
  });

  it.each([300, 301, 302, 304, 307, 308, 399])(
    'is dead after the redirect %d, which is not followed',
    (status) => {
      expect(answered(status)).toEqual({ status: 'dead' });
    },
  );

  it.each([100, 199, 400, 401, 403, 404, 409, 411, 422, 429, 499, 500, 502, 503, 504, 599])(
    'is tried again after the answer %d',
    (status) => {
      expect(answered(status)).toEqual({ status: 'waiting', delayMs: 1000 });
    },
  );

  it('is delivered when a queue has the job', () => {
    expect(decide(resultOf({ queued: true }), POLICY, 1, MIDDLE)).toEqual({ status: 'delivered' });
  });

  it('is tried again when there was no answer', () => {
    const result = resultOf({ error: 'connection refused' });

    expect(decide(result, POLICY, 1, MIDDLE)).toEqual({ status: 'waiting', delayMs: 1000 });
  });

  it('is dead after 410, and its destination is turned off', () => {
    expect(answered(410)).toEqual({ status: 'dead', disableDestination: 'the endpoint answered 410 Gone' });
  });

  it.each(['destination address is not allowed', 'the template failed: at position 1: it gives nothing'])(
    'is dead at once when trying again cannot help: %s',
    (error) => {
      const result = resultOf({ error, refused: true });

      expect(decide(result, POLICY, 1, MIDDLE)).toEqual({ status: 'dead' });
    },
  );

  it.each([
    [1, 'waiting'],
    [2, 'waiting'],
    [3, 'dead'],
    [4, 'dead'],
  ])('after failure %d of 3 is %s', (attempt, status) => {
    expect(decide(resultOf({ statusCode: 500 }), POLICY, attempt, MIDDLE).status).toBe(status);
    expect(decide(resultOf({ error: 'no answer' }), POLICY, attempt, MIDDLE).status).toBe(status);
  });

  it('is delivered by its last try as by any other', () => {
    expect(decide(resultOf({ statusCode: 200 }), POLICY, 3, MIDDLE)).toEqual({ status: 'delivered' });
  });

  it('is dead after one failure when one try is all it has', () => {
    const once = { ...POLICY, max_attempts: 1 };

    expect(decide(resultOf({ statusCode: 503 }), once, 1, MIDDLE)).toEqual({ status: 'dead' });
  });
});

describe('Retry-After', () => {
  it.each([
    ['429 that asks for longer is honoured', 429, 60_000, 60_000],
    ['503 that asks for longer is honoured', 503, 60_000, 60_000],
    ['503 that asks for less does not shorten the delay', 503, 10, 1000],
    ['429 without one changes nothing', 429, null, 1000],
    ['500 is not looked at', 500, 60_000, 1000],
    ['404 is not looked at', 404, 60_000, 1000],
    ['429 never asks for more than a day', 429, 30 * 24 * HOUR, 24 * HOUR],
    ['429 may be endless and is a day', 429, Infinity, 24 * HOUR],
  ])('of a %s', (_, status, retryAfterMs, delayMs) => {
    expect(answered(status, retryAfterMs)).toEqual({ status: 'waiting', delayMs });
  });
});

describe('The delay before the next try', () => {
  it.each([
    [1, 1000],
    [2, 3000],
    [3, 9000],
    [8, 2_187_000],
    [9, HOUR],
    [50, HOUR],
    [5000, HOUR],
  ])('after try %d is %d ms: it grows by the factor up to the longest', (attempt, delay) => {
    expect(backoffMs(POLICY, attempt, MIDDLE)).toBe(delay);
  });

  it.each([
    [0, 800],
    [0.25, 900],
    [0.5, 1000],
    [0.75, 1100],
    [1, 1200],
  ])('is spread by the jitter to both sides: %d of its range is %d ms', (random, delay) => {
    expect(backoffMs({ ...POLICY, jitter: 0.2 }, 1, random)).toBe(delay);
  });

  it('is never negative, also with all of it random', () => {
    expect(backoffMs({ ...POLICY, jitter: 1 }, 1, 0)).toBe(0);
  });

  it('stays the same with a factor of 1', () => {
    expect(backoffMs({ ...POLICY, factor: 1 }, 7, MIDDLE)).toBe(1000);
  });

  it('is whole milliseconds', () => {
    for (let attempt = 1; attempt < 8; attempt++)
      expect(Number.isInteger(backoffMs({ ...DEFAULT_RETRY, factor: 1.7 }, attempt, 0.123))).toBe(true);
  });
});
