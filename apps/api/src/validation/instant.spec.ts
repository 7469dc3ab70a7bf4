import { describe, expect, it } from 'vitest';
import { instantFault } from './instant.js';

describe('A time', () => {
  it.each([
    '2026-03-01T10:00:00Z',
    '2026-03-01T10:00Z',
    '2026-03-01T10:00:00.1Z',
    '2026-03-01T10:00:00.123456789Z',
    '2026-03-01T10:00:00+01:00',
    '2026-03-01T10:00:00-03:30',
    '2024-02-29T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
  ])('may be written %s', (text) => {
    expect(instantFault(text)).toBeUndefined();
  });

  it.each([
    ['a number', 1772359200000, /string/],
    ['null', null, /string/],
    ['empty', '', /ISO 8601/],
    ['a word', 'tomorrow', /ISO 8601/],
    ['a date alone', '2026-03-01', /ISO 8601/],
    ['with a space', '2026-03-01 10:00:00Z', /ISO 8601/],
    ['in small letters', '2026-03-01t10:00:00z', /ISO 8601/],
    ['with a line break', '2026-03-01T10:00:00Z\n', /ISO 8601/],
    ['of a short year', '26-03-01T10:00:00Z', /ISO 8601/],
    ['of a long year', '12026-03-01T10:00:00Z', /ISO 8601/],
    ['with ten decimals', '2026-03-01T10:00:00.1234567890Z', /ISO 8601/],
    ['with a short offset', '2026-03-01T10:00:00+01', /ISO 8601/],
    ['without an offset', '2026-03-01T10:00:00', /offset/],
    ['without an offset and with decimals', '2026-03-01T10:00:00.5', /offset/],
    ['of no leap year', '2026-02-29T10:00:00Z', /exists/],
    ['of a day that its month has not', '2026-04-31T10:00:00Z', /exists/],
    ['of month 13', '2026-13-01T10:00:00Z', /exists/],
    ['of day 0', '2026-03-00T10:00:00Z', /exists/],
    ['of hour 25', '2026-03-01T25:00:00Z', /exists/],
    ['of minute 60', '2026-03-01T10:60:00Z', /exists/],
    ['of second 60', '2026-03-01T10:00:60Z', /exists/],
    ['with an offset that there is not', '2026-03-01T10:00:00+24:00', /exists/],
    ['before 1970', '1969-12-31T23:59:59Z', /1970/],
    ['before 1970 in UTC', '1970-01-01T00:00:00+14:00', /1970/],
    ['after 9999 in UTC', '9999-12-31T23:59:59-14:00', /9999/],
  ])('cannot be %s', (_, value, reason) => {
    expect(instantFault(value)).toMatch(reason);
  });
});
