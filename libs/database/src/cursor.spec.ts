import { describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { readCursor, toLookedPage, toPage } from './cursor.js';

const rows = Array.from({ length: 5 }, (_, n) => ({ id: uuidV7(1_700_000_000_000 + n) }));

describe('A page', () => {
  it('has a cursor when there is a row more than its limit, and shows that row on the next page', () => {
    const page = toPage(rows, 4);

    expect(page.data).toEqual(rows.slice(0, 4));
    expect(readCursor(page.next_cursor!)).toBe(rows[3]!.id);
  });

  it.each([
    ['just full', 5],
    ['not full', 6],
  ])('has none when it is the last and %s', (_, limit) => {
    expect(toPage(rows, limit)).toEqual({ data: rows, next_cursor: null });
  });

  it('has none when there is nothing', () => {
    expect(toPage([], 50)).toEqual({ data: [], next_cursor: null });
  });
});

describe('A page of what was looked through', () => {
  const looked = (...matches: boolean[]) => matches.map((one, n) => ({ ...rows[n]!, matches: one }));

  it('is one like any other when all of it matches', () => {
    expect(toLookedPage(looked(true, true, true), 2)).toEqual(toPage(rows.slice(0, 3), 2));
    expect(toLookedPage(looked(true, true, true), 3)).toEqual(toPage(rows.slice(0, 3), 3));
  });

  it.each([[[true, false, true]], [[false, false, false]], [[true, true, false]]])(
    'goes on after what was looked at last when that is not the end: %j',
    (matches) => {
      const page = toLookedPage(looked(...matches), 2);

      expect(page.data).toEqual(rows.filter((_, n) => matches[n]));
      expect(readCursor(page.next_cursor!)).toBe(rows[2]!.id);
    },
  );

  it('is the last one when there was less to look at than it could hold', () => {
    expect(toLookedPage(looked(false, true), 2)).toEqual({ data: [rows[1]], next_cursor: null });
  });
});

describe('A cursor', () => {
  it('that was not given begins at the newest', () => {
    expect(readCursor(undefined)).toBeUndefined();
  });

  it('needs no escaping in a URL', () => {
    const ids = Array.from({ length: 200 }, () => ({ id: uuidV7(Date.now()) }));
    for (let n = 0; n < ids.length - 1; n++)
      expect(toPage(ids.slice(n), 1).next_cursor).toMatch(/^[\w-]{22}$/);
  });

  it.each(['', 'x', 'not a cursor', rows[0]!.id, 'AZNIb2fzc', 'A'.repeat(21), 'A'.repeat(44), '%00'])(
    'that no list has given out is refused: %j',
    (cursor) => {
      expect(() => readCursor(cursor)).toThrow(
        expect.objectContaining({
          kind: 'invalid',
          faults: [{ pointer: '/cursor', detail: expect.any(String) as string }],
        }),
      );
    },
  );
});
