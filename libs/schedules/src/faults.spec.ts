import { describe, expect, it } from 'vitest';
import { scheduleFaults, type ScheduleFields } from './faults.js';

const faultsOf = (fields: ScheduleFields) =>
  scheduleFaults(fields).map(({ pointer, detail }) => `${pointer} ${detail}`);

describe('The schedule of a trigger', () => {
  it.each<ScheduleFields>([
    {},
    { cron: null, timezone: 'UTC', every: null, start_at: null, end_at: null, max_runs: null, jitter: null },
    { cron: '0 10 * * 1-5', timezone: 'Europe/Berlin', jitter: '10m' },
    { cron: '*/10 * * * * *', jitter: '9s' },
    { cron: '@daily', jitter: '20h' },
    { cron: ' 0  10 * * * ' },
    { cron: '0 0 ? * MON#1' },
    { cron: '0 0 29 2 *' },
    { cron: '0 0 29 2 +1' },
    { cron: '0 0 30 2 1' },
    { cron: '0 0 * * *', timezone: 'Etc/GMT+5' },
    { every: '1s', jitter: '999ms' },
    { every: '400d', start_at: '2026-01-01T00:00:00Z', end_at: '2026-01-01T00:00:01Z', max_runs: 1 },
    { jitter: '1m' },
  ])('may be %j', (fields) => {
    expect(faultsOf(fields)).toEqual([]);
  });

  it.each<[ScheduleFields, string]>([
    [{ cron: '0 0 30 2 *' }, '/cron can never match'],
    [{ cron: '0 0 31 11 *' }, '/cron can never match'],
    [{ cron: '0 0 31 4,6,9,11 *' }, '/cron can never match'],
    [{ cron: '0 0 30W 2 *' }, '/cron can never match'],
    [{ cron: '0 0 31 2 +1' }, '/cron can never match'],
    [{ cron: '' }, '/cron must have 5 fields (minute, hour, day of month, month, day of week)'],
    [{ cron: '* * * *' }, '/cron must have 5 fields'],
    [{ cron: '0 0 0 1 1 * 2026' }, '/cron must have 5 fields'],
    [{ cron: '2026-01-01T00:00:00Z' }, '/cron must have 5 fields'],
    [{ cron: '60 * * * *' }, '/cron is no cron pattern: Invalid value for minute: 60'],
    [{ cron: '5/10 * * * *' }, '/cron is no cron pattern: Syntax error, stepping with numeric prefix'],
    [{ cron: '0 0 * * MONDAY' }, '/cron is no cron pattern'],
    [{ cron: '@reboot' }, '/cron is no cron pattern: @reboot is not supported'],
    [{ cron: '@fortnightly' }, '/cron is no cron pattern'],
    [{ cron: `${'0,'.repeat(200)}0 * * * *` }, '/cron must be at most 256 characters long'],
    [{ cron: 5 }, '/cron must be a cron pattern'],
    [{ cron: '0 0 * * *', timezone: 'Europe/Berln' }, '/timezone must be a time zone of the IANA database'],
    [{ timezone: '+02:00' }, '/timezone must be'],
    [{ timezone: '' }, '/timezone must be'],
    [{ timezone: 1 }, '/timezone must be'],
    [{ every: '999ms' }, '/every must be at least 1s'],
    [{ every: '0s' }, '/every must be at least 1s'],
    [{ every: '30 minutes' }, '/every must be a duration'],
    [{ every: 30 }, '/every must be a duration'],
    [
      { start_at: '2026-01-01T01:00:00+01:00', end_at: '2026-01-01T00:00:00Z' },
      '/end_at must be after start_at',
    ],
    [{ max_runs: 0 }, '/max_runs must be a whole number'],
    [{ max_runs: 1.5 }, '/max_runs must be a whole number'],
    [{ max_runs: '3' }, '/max_runs must be a whole number'],
    [{ every: '30m', jitter: '30m' }, '/jitter must be shorter than the interval, which can be 1800s'],
    [{ cron: '*/5 * * * *', jitter: '5m' }, '/jitter must be shorter than the interval, which can be 300s'],
    [{ cron: '0,1 0 * * *', jitter: '1m' }, '/jitter must be shorter than the interval, which can be 60s'],
    [
      { cron: '59 23,0 * * *', jitter: '1h' },
      '/jitter must be shorter than the interval, which can be 3600s',
    ],
    [
      { cron: '0 0 * * *', timezone: 'Europe/Berlin', jitter: '23h' },
      '/jitter must be shorter than the interval',
    ],
    [{ jitter: 'a bit' }, '/jitter must be a duration'],
  ])('cannot be %j', (fields, detail) => {
    expect(faultsOf(fields)).toEqual([expect.stringContaining(detail)]);
  });

  it('has each of its faults told at once', () => {
    const fields = { cron: 'x', timezone: 'y', every: 'z', max_runs: -1, jitter: '?' };

    expect(scheduleFaults(fields).map(({ pointer }) => pointer)).toEqual([
      '/cron',
      '/timezone',
      '/every',
      '/max_runs',
      '/jitter',
    ]);
  });
});
