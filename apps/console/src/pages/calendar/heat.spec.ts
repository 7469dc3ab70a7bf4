import { describe, expect, it } from 'vitest';
import { firingsInWords, heatRows, minuteOf } from './heat';

const FROM = '2026-11-25T10:20:00.000Z';
const day = (at: Record<number, number>) => Array.from({ length: 1440 }, (_, index) => at[index] ?? 0);

describe('the heat map', () => {
  it('has a row for each hour of the clock, the first and the last in part', () => {
    const rows = heatRows(day({ 0: 3 }), FROM, 'UTC');
    expect(rows).toHaveLength(25);
    expect(rows[0]!.hour).toBe('2026-11-25T10:00:00.000Z');
    expect(rows[0]!.cells[19]).toBeUndefined();
    expect(rows[0]!.cells[20]).toEqual({ at: FROM, firings: 3, level: 5 });
    expect(rows[24]!.cells[19]?.at).toBe('2026-11-26T10:19:00.000Z');
    expect(rows[24]!.cells[20]).toBeUndefined();
  });

  it('follows a clock that is half an hour off', () => {
    const [first] = heatRows(day({}), FROM, 'Asia/Kolkata');
    expect(first!.hour).toBe('2026-11-25T09:30:00.000Z'); // 15:00 there
    expect(first!.cells[50]?.at).toBe(FROM);
  });

  it('does not let one busy minute hide the others', () => {
    const [first] = heatRows(day({ 0: 10_000, 1: 1, 2: 100, 3: 0.2 }), FROM, 'UTC');
    expect([20, 21, 22, 23, 24].map((column) => first!.cells[column]?.level)).toEqual([5, 1, 3, 1, 0]);
  });
});

it.each([
  [FROM, { at: FROM, index: 0 }],
  ['2026-11-25T12:20:59.999+02:00', { at: FROM, index: 0 }],
  ['2026-11-25T10:19:59Z', { at: '2026-11-25T10:19:00.000Z', index: -1 }],
  ['tomorrow', undefined],
])('%s lies in minute %o', (time, minute) => expect(minuteOf(time, FROM)).toEqual(minute));

it.each([
  [0, 'no firing'],
  [0.3, 'less than one firing'],
  [1, '1 firing'],
  [1234.4, '1,234 firings'],
])('%s is "%s"', (firings, words) => expect(firingsInWords(firings)).toBe(words));
