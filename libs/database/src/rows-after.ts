const GROWTH = 4;
/** What a page is to be as text: some payloads have 20 bytes, others a quarter of a MiB. */
const WANTED_LENGTH = 2 ** 20;

/**
 * How many rows the next page is to have of what is read page by page: by the average length of a row's text on the page
 * before, which had `rows`, up to `most`.
 */
export function rowsAfter(rows: number, averageLength: number, most: number): number {
  const fitting = Math.floor(WANTED_LENGTH / Math.max(1, averageLength));
  return Math.max(1, Math.min(fitting, rows * GROWTH, most));
}
