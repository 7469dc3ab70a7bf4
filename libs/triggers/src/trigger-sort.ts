import { isUuid } from '@app/clock';
import { invalid } from '@app/errors';

/** What a list of triggers may be sorted by: the SQL of what is compared. */
const COLUMNS = {
  created_at: { value: 't.created_at', type: 'timestamptz' },
  name: { value: 'lower(t.name)', type: 'text' },
  next_fire_at: { value: 't.next_fire_at', type: 'timestamptz' },
  last_fired_at: { value: 't.last_fired_at', type: 'timestamptz' },
} as const;

type SortColumn = keyof typeof COLUMNS;

/** How a list of triggers is sorted, as a client says it: a column, `-` before it for the largest or latest first. */
export type TriggerSort = SortColumn | `-${SortColumn}`;

export const TRIGGER_SORTS = Object.keys(COLUMNS).flatMap((column) => [
  column,
  `-${column}`,
]) as TriggerSort[];

/** The order of an index, and of every other list. */
export const NEWEST_FIRST = '-created_at' satisfies TriggerSort;

/** Where a page begins: after the trigger of this id, whose value (in PostgreSQL's words) was this. */
export interface SortPosition {
  value: string | null;
  id: string;
}

const columnOf = (sort: TriggerSort) => COLUMNS[sort.replace('-', '') as SortColumn];

/** The parts of a query over triggers `t` that sort it. Those without a value come last, either way. */
export function sortOf(sort: TriggerSort) {
  const { value, type } = columnOf(sort);
  const isDescending = sort.startsWith('-');
  const beyond = isDescending ? '<' : '>';
  const after = `(${value} ${beyond} :after_value::${type}
    OR ${value} = :after_value::${type} AND t.id ${beyond} :after_id OR ${value} IS NULL)`;
  return {
    value,
    direction: isDescending ? ('DESC' as const) : ('ASC' as const),
    after: (position: SortPosition) =>
      position.value === null ? `(${value} IS NULL AND t.id ${beyond} :after_id)` : after,
  };
}

/** A cursor of a sorted list: it carries the value, since that may have moved on by the next page. */
export function writeSortCursor(sort: TriggerSort, { value, id }: SortPosition): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');
}

/** Throws an `invalid` error for a cursor that no list with this sort has given out. */
export function readSortCursor(sort: TriggerSort, cursor: string | undefined): SortPosition | undefined {
  if (cursor === undefined) return undefined;
  const [of, value, id, ...rest] = parsed(cursor);
  if (of !== sort || !isUuid(id) || !isValue(sort, value) || rest.length > 0)
    throw invalid([
      { pointer: '/cursor', detail: 'is not a cursor that a list with this sort has given out' },
    ]);
  return { value, id };
}

function parsed(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/** A text that PostgreSQL takes: what it refuses would be our error, not the client's. */
function isValue(sort: TriggerSort, value: unknown): value is string | null {
  if (columnOf(sort).type === 'text') return typeof value === 'string' && !value.includes('\0');
  return value === null || (typeof value === 'string' && TIMESTAMP.test(value) && !isNaN(Date.parse(value)));
}

/** As `to_json` writes it. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d:\d\d$/;
