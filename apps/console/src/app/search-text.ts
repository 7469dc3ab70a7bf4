/**
 * Queries of URLs as everybody writes them, `?status=dead`. The router's own way is JSON: it would read `q=42` as a number,
 * and write the text `true` as `%22true%22`.
 */
export const readSearch = (query: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(query));

/** With its `?`; what is undefined is left out, and all of it where nothing is left. */
export function writeSearch(search: Record<string, unknown>): string {
  const said = Object.entries(search).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
  return query === '' ? '' : `?${query}`;
}
