import { describe, expect, it } from 'vitest';
import { occurrences } from './next-occurrence.js';
import { UNBOUNDED } from './schedule.js';

/** The next occurrences of a pattern, in UTC to the second, or to the minute where the seconds are 0. */
function next(cron: string, timezone: string, after: string, count: number): string[] {
  const found = occurrences({ kind: 'cron', cron, timezone }, UNBOUNDED, new Date(after), count);
  return found.map((at) => at.toISOString().replace(/(:00)?\.000Z$/, ''));
}

describe('A fixed local time', () => {
  it.each([
    // New York loses 02:00 to 03:00 and fires at 03:00 EDT.
    ['30 2 * * *', 'America/New_York', '2026-03-07T08:00Z', ['2026-03-08T07:00', '2026-03-09T06:30']],
    // Midnight itself is missing.
    ['0 0 * * *', 'America/Sao_Paulo', '2018-11-03T04:00Z', ['2018-11-04T03:00', '2018-11-05T02:00']],
    // Half an hour is missing, 02:00 to 02:30.
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00Z', ['2026-10-03T15:30', '2026-10-04T15:15']],
    ['30 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00Z', ['2026-10-03T15:30', '2026-10-04T15:30']],
    // The end of Ramadan's standard time.
    ['30 2 * * *', 'Africa/Casablanca', '2026-03-21T12:00Z', ['2026-03-22T02:00', '2026-03-23T01:30']],
    // A change where one block of the zone's offsets ends and another begins.
    ['30 2 * * *', 'Asia/Gaza', '2029-03-23T12:00Z', ['2029-03-24T00:00', '2029-03-24T23:30']],
    ['45 59 2 * * *', 'America/New_York', '2026-03-08T00:00Z', ['2026-03-08T07:00', '2026-03-09T06:59:45']],
  ])(
    'that does not exist fires once, at the first instant after the gap: %s in %s',
    (cron, zone, after, expected) => {
      expect(next(cron, zone, after, expected.length)).toEqual(expected);
    },
  );

  it('fires after a gap that ends at midnight as well, where croner alone makes nothing up', () => {
    expect(next('30 23 * * *', 'America/Nuuk', '2024-03-29T12:00Z', 3)).toEqual([
      '2024-03-30T01:30',
      '2024-03-31T01:00',
      '2024-04-01T00:30',
    ]);
  });

  it.each([
    ['30 1 * * *', 'America/New_York', '2026-10-31T08:00Z', ['2026-11-01T05:30', '2026-11-02T06:30']],
    ['0 1 * * *', 'America/New_York', '2026-11-01T05:00Z', ['2026-11-02T06:00']],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T00:00Z', ['2026-04-04T14:45', '2026-04-05T15:15']],
    ['30 23 * * *', 'America/Sao_Paulo', '2019-02-16T04:00Z', ['2019-02-17T01:30', '2019-02-18T02:30']],
    ['30 2 * * *', 'Europe/Chisinau', '2020-10-24T12:00Z', ['2020-10-24T23:30', '2020-10-26T00:30']],
    ['30 2 * * *', 'Africa/Casablanca', '2026-02-14T12:00Z', ['2026-02-15T01:30', '2026-02-16T02:30']],
  ])('that occurs twice fires once, at the first: %s in %s', (cron, zone, after, expected) => {
    expect(next(cron, zone, after, expected.length)).toEqual(expected);
  });

  it('does not fire the second time either when it is asked for between the two', () => {
    expect(next('30 1 * * *', 'America/New_York', '2026-11-01T06:10Z', 1)).toEqual(['2026-11-02T06:30']);
  });

  it.each([
    ['0 12 * * *', ['2011-12-29T22:00', '2011-12-30T22:00']],
    ['0 0 * * *', ['2011-12-29T10:00', '2011-12-30T10:00']],
    ['0 12 30 12 *', ['2012-12-29T22:00']],
  ])('has no occurrence on a day that was skipped whole: %s in Pacific/Apia', (cron, expected) => {
    expect(next(cron, 'Pacific/Apia', '2011-12-29T00:00Z', expected.length)).toEqual(expected);
  });

  it('keeps to offsets that are no whole hours', () => {
    expect(next('0 10 * * *', 'Asia/Kathmandu', '2026-05-01T00:00Z', 2)).toEqual([
      '2026-05-01T04:15',
      '2026-05-02T04:15',
    ]);
  });
});

describe('A wildcard or list', () => {
  it.each([
    // 02:30 does not exist and nothing is made up for it.
    ['30 1,2 * * *', 'America/New_York', '2026-03-08T05:00Z', ['2026-03-08T06:30', '2026-03-09T05:30']],
    ['*/30 * * * *', 'America/New_York', '2026-03-08T06:15Z', ['2026-03-08T06:30', '2026-03-08T07:00']],
    ['30 0-2 * * *', 'America/Sao_Paulo', '2018-11-04T02:00Z', ['2018-11-04T03:30', '2018-11-04T04:30']],
    ['*/15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T15:00Z', ['2026-10-03T15:30', '2026-10-03T15:45']],
    ['0 */12 * * *', 'Pacific/Apia', '2011-12-29T11:00Z', ['2011-12-29T22:00', '2011-12-30T10:00']],
  ])('has nothing for local times that do not exist: %s in %s', (cron, zone, after, expected) => {
    expect(next(cron, zone, after, expected.length)).toEqual(expected);
  });

  it.each([
    [
      '30 1,2 * * *',
      'America/New_York',
      '2026-11-01T05:00Z',
      ['2026-11-01T05:30', '2026-11-01T06:30', '2026-11-01T07:30'],
    ],
    [
      '*/30 1 * * *',
      'America/New_York',
      '2026-11-01T04:00Z',
      ['2026-11-01T05:00', '2026-11-01T05:30', '2026-11-01T06:00', '2026-11-01T06:30', '2026-11-02T06:00'],
    ],
    [
      '*/20 1 * * *',
      'Australia/Lord_Howe',
      '2026-04-04T14:10Z',
      ['2026-04-04T14:20', '2026-04-04T14:40', '2026-04-04T15:10', '2026-04-05T14:30'],
    ],
    [
      '30 */1 * * *',
      'Africa/Casablanca',
      '2026-02-15T01:00Z',
      ['2026-02-15T01:30', '2026-02-15T02:30', '2026-02-15T03:30'],
    ],
  ])('fires in both passes of a repeated hour: %s in %s', (cron, zone, after, expected) => {
    expect(next(cron, zone, after, expected.length)).toEqual(expected);
  });
});

describe('A pattern', () => {
  it.each([
    [
      '*/20 * * * * *',
      '2026-01-01T00:00Z',
      ['2026-01-01T00:00:20', '2026-01-01T00:00:40', '2026-01-01T00:01'],
    ],
    ['0 12 L * *', '2028-02-01T00:00Z', ['2028-02-29T12:00', '2028-03-31T12:00']],
    ['0 0 LW * *', '2026-01-01T00:00Z', ['2026-01-30T00:00', '2026-02-27T00:00']],
    ['0 0 15W * *', '2026-02-01T00:00Z', ['2026-02-16T00:00', '2026-03-16T00:00', '2026-04-15T00:00']],
    ['0 0 1W * *', '2026-07-31T00:00Z', ['2026-08-03T00:00', '2026-09-01T00:00']],
    ['0 0 * * 5#2', '2026-01-01T00:00Z', ['2026-01-09T00:00', '2026-02-13T00:00']],
    ['0 0 * * MON#1,FRI#L', '2026-01-01T00:00Z', ['2026-01-05T00:00', '2026-01-30T00:00']],
    ['0 0 * * FRIL', '2026-01-01T00:00Z', ['2026-01-30T00:00', '2026-02-27T00:00']],
    ['0 9 * JAN,MAR MON-FRI', '2026-01-29T12:00Z', ['2026-01-30T09:00', '2026-03-02T09:00']],
    ['0 0 * * 7', '2026-01-01T00:00Z', ['2026-01-04T00:00']],
    // Day of month or day of week, when both are restricted.
    ['0 0 13 * 5', '2026-02-01T00:00Z', ['2026-02-06T00:00', '2026-02-13T00:00', '2026-02-20T00:00']],
    ['0 0 1 * 5', '2026-01-01T00:00Z', ['2026-01-02T00:00', '2026-01-09T00:00']],
    // Day of month and day of week, by the + of OCPS.
    ['0 0 13 * +5', '2026-01-01T00:00Z', ['2026-02-13T00:00', '2026-03-13T00:00', '2026-11-13T00:00']],
    ['0 0 29 2 *', '2026-01-01T00:00Z', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['0 0 29 2 *', '2096-03-01T00:00Z', ['2104-02-29T00:00']],
    ['0 0 29 2 +1', '2026-01-01T00:00Z', ['2044-02-29T00:00', '2072-02-29T00:00']],
    ['@daily', '2026-01-01T00:00Z', ['2026-01-02T00:00']],
    ['@hourly', '2026-01-01T00:00Z', ['2026-01-01T01:00']],
    ['@weekly', '2026-01-01T00:00Z', ['2026-01-04T00:00']],
    ['@monthly', '2026-01-01T00:00Z', ['2026-02-01T00:00']],
    ['@yearly', '2026-01-01T00:00Z', ['2027-01-01T00:00']],
  ])('means what the specification says: %s', (cron, after, expected) => {
    expect(next(cron, 'UTC', after, expected.length)).toEqual(expected);
  });

  it('is found years ahead in a zone that changes its clocks twice a year', () => {
    expect(next('0 0 29 2 +1', 'Europe/Berlin', '2026-01-01T00:00Z', 2)).toEqual([
      '2044-02-28T23:00',
      '2072-02-28T23:00',
    ]);
  });

  it('fires strictly after the instant that is given, to the millisecond', () => {
    expect(next('0 10 * * *', 'UTC', '2026-01-01T09:59:59.999Z', 1)).toEqual(['2026-01-01T10:00']);
    expect(next('0 10 * * *', 'UTC', '2026-01-01T10:00:00.000Z', 1)).toEqual(['2026-01-02T10:00']);
    expect(next('* * * * * *', 'UTC', '2026-01-01T10:00:00.001Z', 1)).toEqual(['2026-01-01T10:00:01']);
  });
});
