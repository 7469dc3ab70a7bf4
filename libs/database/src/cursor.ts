import { isUuid } from '@app/clock';
import { invalid } from '@app/errors';

/** One page of a list, newest first. `next_cursor` is null on the last page. */
export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

/** The id that a page begins after. Throws an `invalid` error for a cursor that no list has given out. */
export function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!isUuid(id))
    throw invalid([{ pointer: '/cursor', detail: 'is not a cursor that a list has given out' }]);
  return id;
}

/** `rows` holds one row more than `limit` if there are more. */
export function toPage<T extends { id: string }>(rows: T[], limit: number): Page<T> {
  const data = rows.slice(0, limit);
  return { data, next_cursor: rows.length > limit ? writeCursor(data.at(-1)) : null };
}

/** A row that was looked at: part of the list or, if patience had run out, perhaps only how far it was looked through. */
export type Looked<T> = T & { matches: boolean };

/**
 * The page of a list that stops looking when it takes too long. `rows` holds one row more than `limit` if the list goes on;
 * if not all of them match, the page is short, and the next one begins after the last of them.
 */
export function toLookedPage<T extends { id: string }>(rows: Looked<T>[], limit: number): Page<T> {
  const found = rows.flatMap(({ matches, ...row }) => (matches ? [row as unknown as T] : []));
  const page = toPage(found, limit);
  if (page.next_cursor === null && rows.length > limit) page.next_cursor = writeCursor(rows.at(-1));
  return page;
}

function writeCursor(last: { id: string } | undefined): string | null {
  return last ? Buffer.from(last.id.replaceAll('-', ''), 'hex').toString('base64url') : null;
}
