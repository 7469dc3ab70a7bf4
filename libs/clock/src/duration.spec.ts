import { describe, expect, it } from 'vitest';
import { durationMs, parseDuration } from './duration.js';

const DAY = 24 * 3_600_000;

describe('A duration', () => {
  it.each([
    ['0s', 0],
    ['50ms', 50],
    ['1s', 1000],
    ['90s', 90_000],
    ['30m', 30 * 60_000],
    ['1.5h', 1.5 * 3_600_000],
    ['2h', 2 * 3_600_000],
    ['7d', 7 * DAY],
    ['2w', 14 * DAY],
    ['400d', 400 * DAY],
  ])('may be written %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
    expect(durationMs(text)).toBe(ms);
  });

  it.each([
    ['a number', 90],
    ['nothing', undefined],
    ['null', null],
    ['a list', ['1s']],
    ['the empty text', ''],
    ['a number without a unit', '90'],
    ['a unit without a number', 's'],
    ['a negative one', '-1s'],
    ['a signed one', '+1s'],
    ['a long unit', '2 hours'],
    ['a space before the unit', '1 s'],
    ['a space around', ' 1s'],
    ['a line break after', '1s\n'],
    ['a capital unit', '1H'],
    ['years', '1y'],
    ['two units', '1h30m'],
    ['an exponent', '1e3s'],
    ['a point without a digit before', '.5s'],
    ['a point without a digit after', '1.s'],
    ['four digits after the point', '1.0001s'],
    ['seven digits', '1000000s'],
    ['more than 400 days', '401d'],
    ['a millisecond more than 400 days', '9600.001h'],
  ])('cannot be %s', (_, value) => {
    expect(parseDuration(value)).toBeUndefined();
  });

  it('that was not validated is an error where one is taken for granted', () => {
    expect(() => durationMs('soon')).toThrow(RangeError);
  });
});
