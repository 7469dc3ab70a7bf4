const CLASSES = 64;

/** SQL: the class of a number of milliseconds, null of null. Class n ends at 2^(n/2) ms, the last at some 34 days and beyond. */
export function timeClass(ms: string): string {
  const exact = `ceil(2 * ln(greatest(${ms}, 1)::float8) / ln(2::float8))`;
  return `CASE WHEN ${ms} IS NOT NULL THEN least(${exact}, ${CLASSES - 1})::int END`;
}

/** Where a class ends, in ms: each is longer than the one before by some 40 %. */
export function endOfTimeClass(n: number): number {
  return 2 ** (n / 2);
}
