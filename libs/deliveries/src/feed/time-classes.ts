const CLASSES = 128;

/** SQL: the class of a number of milliseconds, null of null. Class n ends at 2^(n/4) ms, the last at some 40 days and beyond. */
export function timeClass(ms: string): string {
  const exact = `ceil(4 * ln(greatest(${ms}, 1)::float8) / ln(2::float8))`;
  return `CASE WHEN ${ms} IS NOT NULL THEN least(${exact}, ${CLASSES - 1})::int END`;
}

/** Where a class ends, in ms: each is longer than the one before by some 20 %. */
export function endOfTimeClass(n: number): number {
  return 2 ** (n / 4);
}
