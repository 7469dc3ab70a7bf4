import { describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { readSortCursor, writeSortCursor, type TriggerSort } from './trigger-sort.js';

const id = uuidV7(1_700_000_000_000);
const cursorOf = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');

describe('The cursor of a sorted list', () => {
  it.each<[TriggerSort, string | null]>([
    ['name', 'nightly "report" ☕'],
    ['-name', ''],
    ['next_fire_at', '2026-11-29T07:00:00.123456+00:00'],
    ['-last_fired_at', null],
  ])('says where the page begins: %s', (sort, value) => {
    expect(readSortCursor(sort, writeSortCursor(sort, { value, id }))).toEqual({ value, id });
  });

  it('that was not given begins at the beginning', () => {
    expect(readSortCursor('name', undefined)).toBeUndefined();
  });

  it.each<[string, string]>([
    ['of another order', cursorOf(['-name', 'a', id])],
    ['of the newest first', Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')],
    ['without an id', cursorOf(['name', 'a', 'no id'])],
    ['without a name', cursorOf(['name', null, id])],
    ['with what PostgreSQL takes for no text', cursorOf(['name', 'a\0', id])],
    ['with more', cursorOf(['name', 'a', id, 1])],
    ['of another kind', cursorOf({ sort: 'name' })],
    ['that is none', 'nonsense'],
  ])('is refused: %s', (_, cursor) => {
    expect(() => readSortCursor('name', cursor)).toThrow(
      expect.objectContaining({ kind: 'invalid', faults: [expect.objectContaining({ pointer: '/cursor' })] }),
    );
  });

  it.each(['yesterday', '2026-13-45T99:00:00+00:00', '2026-11-29T07:00:00Z; DROP TABLE triggers', 5])(
    'of times is refused with what is no time: %s',
    (value) => {
      expect(() => readSortCursor('next_fire_at', cursorOf(['next_fire_at', value, id]))).toThrow();
    },
  );
});
