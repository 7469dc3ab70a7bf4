import { describe, expect, it } from 'vitest';
import { resultOf } from '../sending/attempt.js';
import { CHECKS, gotInWords, isAsExpected } from './doctor-checks.js';

const [taken, refused] = (['taken', 'refused'] as const).map((expected) =>
  CHECKS.find((check) => check.expected === expected)!,
);

describe('What an endpoint does with a check', () => {
  it.each([200, 202, 204])('that it should take is right with %d', (statusCode) => {
    expect(isAsExpected(taken!, resultOf({ statusCode }))).toBe(true);
    expect(isAsExpected(refused!, resultOf({ statusCode }))).toBe(false);
  });

  it.each([400, 401, 403, 422])('that it should refuse is right with %d', (statusCode) => {
    expect(isAsExpected(refused!, resultOf({ statusCode }))).toBe(true);
    expect(isAsExpected(taken!, resultOf({ statusCode }))).toBe(false);
  });

  it.each([null, 302, 404, 410, 413, 429, 500, 503])('is right in no case with %s', (statusCode) => {
    for (const check of CHECKS) expect(isAsExpected(check, resultOf({ statusCode }))).toBe(false);
  });

  it('is told in words', () => {
    expect(gotInWords(resultOf({ statusCode: 204, durationMs: 7 }))).toBe('an answer 204 in 7 ms');
    expect(gotInWords(resultOf({ error: 'connection refused', durationMs: 7 }))).toBe(
      'no answer in 7 ms: connection refused',
    );
  });
});
