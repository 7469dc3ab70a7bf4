import { describe, expect, it } from 'vitest';
import { isReversedRetention, parseRetentionTime } from './retention-time.js';

describe('A time of retention', () => {
  it.each([
    ['1s', 1000],
    ['1000ms', 1000],
    ['1.5s', 1500],
    ['2h', 7_200_000],
    ['400d', 34_560_000_000],
    ['never', Infinity],
  ])('is a duration from a second, or never: %s', (text, length) => {
    expect(parseRetentionTime(text)).toBe(length);
  });

  it.each(['999ms', '0s', '0.9s', '401d', '2', '-1h', 'Never', 'soon', '', 7200, null, undefined])(
    'is not %s',
    (text) => {
      expect(parseRetentionTime(text)).toBeUndefined();
    },
  );

  it.each([
    ['2h', '1h', true],
    ['never', '400d', true],
    ['1h', '60m', false],
    ['1h', 'never', false],
    ['never', 'never', false],
    ['soon', '1h', false],
    ['1h', undefined, false],
  ])('to archive after %s and to delete after %s is the wrong way round: %s', (archive, end, reversed) => {
    expect(isReversedRetention(archive, end)).toBe(reversed);
  });
});
