import { expect, it } from 'vitest';
import { describeSchedule } from './describe.js';

it.each([
  ['0 10 * * 1-5', 'Europe/Berlin', 'At 10:00 AM, Monday through Friday (Europe/Berlin)'],
  ['*/5 * * * *', 'UTC', 'Every 5 minutes (UTC)'],
  ['@daily', 'UTC', 'At 12:00 AM (UTC)'],
  ['0 0 ? * 5#2', 'UTC', 'At 12:00 AM, on the second Friday of the month (UTC)'],
  ['0 0 LW * *', 'UTC', 'At 12:00 AM, on the last weekday of the month (UTC)'],
  ['0 0 13 * 5', 'UTC', 'At 12:00 AM, on day 13 of the month or on Friday (UTC)'],
  ['0 0 13 1 5', 'UTC', 'At 12:00 AM, on day 13 of the month or on Friday, in January (UTC)'],
  ['0 0 13 * +5', 'UTC', 'At 12:00 AM, on day 13 of the month, if it also falls on Friday (UTC)'],
  ['0 0 1 * MON-WED', 'UTC', 'At 12:00 AM, on day 1 of the month or Monday through Wednesday (UTC)'],
  ['0 0 * * +1', 'UTC', 'At 12:00 AM, only on Monday (UTC)'],
  [' @DAILY ', 'UTC', 'At 12:00 AM (UTC)'],
  ['0\n0 * * *', 'UTC', 'At 12:00 AM (UTC)'],
  ['nonsense', 'UTC', 'cron nonsense (UTC)'],
])('The cron pattern %s is said in words', (cron, timezone, words) => {
  expect(describeSchedule({ kind: 'cron', cron, timezone })).toBe(words);
});

it.each([
  [1000, 'every second'],
  [1500, 'every 1.5 seconds'],
  [90_000, 'every 90 seconds'],
  [1_800_000, 'every 30 minutes'],
  [3_600_000, 'every hour'],
  [5_400_000, 'every 90 minutes'],
  [7 * 86_400_000, 'every 7 days'],
])('An interval of %d ms is said in words', (everyMs, words) => {
  expect(describeSchedule({ kind: 'every', everyMs, anchor: new Date(0) })).toBe(words);
});

it('A single time is said in UTC', () => {
  expect(describeSchedule({ kind: 'once', at: new Date('2026-03-01T12:00:00+02:00') })).toBe(
    'once at 2026-03-01T10:00:00.000Z',
  );
});
