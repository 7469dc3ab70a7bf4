import { expect, it } from 'vitest';
import { fromLocal, toLocal } from './local-time';

it.each([
  ['2026-03-01T10:00:00.000Z', 'Europe/Berlin', '2026-03-01T11:00:00'],
  ['2026-07-01T10:00:05.000Z', 'America/New_York', '2026-07-01T06:00:05'],
  ['2026-07-01T22:30:00.000Z', 'Asia/Kolkata', '2026-07-02T04:00:00'],
  ['2026-01-01T00:00:00.000Z', 'UTC', '2026-01-01T00:00:00'],
])('%s in %s is %s, there and back', (instant, zone, local) => {
  expect(toLocal(instant, zone)).toBe(local);
  expect(fromLocal(local, zone)).toBe(instant);
});

it('Of a local time that occurs twice the first is meant, and one that does not exist is moved on', () => {
  expect(fromLocal('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  expect(fromLocal('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
});

it('What is no local time is nothing', () => {
  expect(fromLocal('', 'UTC')).toBeUndefined();
  expect(fromLocal('tomorrow', 'UTC')).toBeUndefined();
});
