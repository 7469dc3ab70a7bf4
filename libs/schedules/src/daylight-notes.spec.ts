import { expect, it } from 'vitest';
import { daylightNotes } from './daylight-notes.js';
import { UNBOUNDED } from './schedule.js';

const notes = (cron: string, timezone: string, after: string, count: number, endAt: Date | null = null) =>
  daylightNotes({ kind: 'cron', cron, timezone }, { ...UNBOUNDED, endAt }, new Date(after), count);

it.each([
  [
    '30 2 * * *',
    'Europe/Berlin',
    '2026-03-27T00:00Z',
    '2026-03-29 02:30 does not exist in Europe/Berlin: it fires once, at the first instant after the gap, 2026-03-29 03:00 (2026-03-29T01:00:00.000Z).',
  ],
  [
    '30 2 * * *',
    'Europe/Berlin',
    '2026-10-23T00:00Z',
    '2026-10-25 02:30 occurs twice in Europe/Berlin: it fires once, at the first (2026-10-25T00:30:00.000Z).',
  ],
  [
    '0 */2 * * *',
    'Europe/Berlin',
    '2026-03-28T20:00Z',
    'Times from 2026-03-29 02:00 to 2026-03-29 03:00 do not exist in Europe/Berlin: nothing fires for them.',
  ],
  [
    '*/30 * * * *',
    'Australia/Lord_Howe',
    '2026-04-04T14:00Z',
    'Times from 2026-04-05 01:30 to 2026-04-05 02:00 occur twice in Australia/Lord_Howe: it fires both times.',
  ],
  [
    '0 12 * * *',
    'Pacific/Apia',
    '2011-12-28T00:00Z',
    '2011-12-30 does not exist in Pacific/Apia: nothing fires on it.',
  ],
])('What the clocks do to %s in %s is told', (cron, zone, after, note) => {
  expect(notes(cron, zone, after, 5)).toEqual([note]);
});

it('Nothing is told where the clocks do nothing to the schedule', () => {
  expect(notes('0 12 * * *', 'Europe/Berlin', '2026-03-27T00:00Z', 1000)).toEqual([]);
  expect(notes('30 2 * * *', 'UTC', '2026-03-27T00:00Z', 1000)).toEqual([]);
  expect(notes('30 2 * * *', 'Europe/Berlin', '2026-03-27T00:00Z', 2)).toEqual([]);
  expect(notes('30 2 * * *', 'Europe/Berlin', '2026-03-27T00:00Z', 5, new Date('2026-03-28T12:00Z'))).toEqual(
    [],
  );
  expect(
    daylightNotes({ kind: 'every', everyMs: 1000, anchor: new Date(0) }, UNBOUNDED, new Date(0), 1000),
  ).toEqual([]);
});

it('There are at most 20 notes, over at most ten years', () => {
  expect(notes('30 2 * * *', 'Europe/Berlin', '2026-01-01T00:00Z', 1000)).toHaveLength(5);
  expect(notes('30 2 * 3 SUNL', 'Europe/Berlin', '2026-01-01T00:00Z', 1000)).toHaveLength(10);
  expect(notes('30 2 * * SUN', 'Europe/Berlin', '2026-01-01T00:00Z', 1000)).toHaveLength(20);
});
