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
  const last = rows.length > limit ? data.at(-1) : undefined;
  return {
    data,
    next_cursor: last ? Buffer.from(last.id.replaceAll('-', ''), 'hex').toString('base64url') : null,
  };
}
