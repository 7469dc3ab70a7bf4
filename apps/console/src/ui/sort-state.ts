/** As `aria-sort` has it. */
export type SortState = 'ascending' | 'descending' | 'none';

/** How a table that is sorted by `sort` (a column, `-` before it for descending) stands with one of its columns. */
export function sortState(sort: string | undefined, column: string): SortState {
  if (sort === column) return 'ascending';
  return sort === `-${column}` ? 'descending' : 'none';
}

/** What a click on a column's head makes of `sort`: first its usual way, then the other, then none. */
export function nextSort<Column extends string>(
  sort: string | undefined,
  column: Column,
  usual: 'ascending' | 'descending',
): Column | `-${Column}` | undefined {
  const [first, second] =
    usual === 'ascending' ? ([column, `-${column}`] as const) : ([`-${column}`, column] as const);
  if (sort === first) return second;
  return sort === second ? undefined : first;
}
