import { describe, expect, it } from 'vitest';
import { clockTime, duration, exactTime, nearTime, relativeTime, shortTime } from './time';

const NOW = Date.parse('2026-03-29T12:00:00Z');

describe('times', () => {
  it.each([
    ['2026-03-29T11:59:59.500Z', 'now'],
    ['2026-03-29T11:59:30.000Z', '30 s ago'],
    ['2026-03-29T12:03:59.000Z', 'in 3 min'],
    ['2026-03-29T09:59:00.000Z', '2 h ago'],
    ['2026-03-28T11:00:00.000Z', '1 d ago'],
  ])('%s is %s', (time, words) => expect(relativeTime(time, NOW)).toBe(words));

  it('are exact in the zone that is asked for', () => {
    expect(exactTime('2026-03-29T01:00:00Z', 'Europe/Berlin')).toContain('03:00:00');
    expect(exactTime('2026-03-29T01:00:00Z', 'UTC')).toContain('01:00:00 UTC');
    expect(clockTime('2026-03-29T01:00:00.250Z', 'UTC')).toBe('01:00:00.250');
    expect(nearTime('2026-03-29T01:00:00Z', 'UTC', NOW)).toBe('29 Mar, 01:00:00 UTC');
    expect(nearTime('2025-12-31T23:30:00Z', 'UTC', NOW)).toBe('31 Dec 2025, 23:30:00 UTC');
    expect(nearTime('2025-12-31T23:30:00Z', 'Europe/Berlin', NOW)).toBe('1 Jan, 00:30:00 CET');
  });
});

describe('durations', () => {
  it.each([
    [null, '–'],
    [12.4, '12 ms'],
    [2_130, '2.1 s'],
    [45_000, '45 s'],
    [300_000, '5 min'],
    [7_200_000, '2 h'],
    [604_800_000, '7 d'],
  ])('%s is %s', (milliseconds, words) => expect(duration(milliseconds)).toBe(words));
});

it.each([
  ['2026-11-24T09:15:03.250Z', '10:15:03'],
  ['2026-11-23T22:59:59.000Z', '23 Nov, 23:59'],
  ['2026-11-23T23:00:00.000Z', '00:00:00'],
  ['2025-11-24T09:15:03.000Z', '24 Nov 2025'],
])('%s is %s in Berlin, in little space', (time, text) => {
  expect(shortTime(time, 'Europe/Berlin', Date.parse('2026-11-24T12:00:00.000Z'))).toBe(text);
});
