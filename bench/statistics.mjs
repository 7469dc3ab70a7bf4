// @ts-check

/** The `share` (0 to 1) of the values are not above it. @param {number[]} values @param {number} share */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** @param {number[]} values */
export const median = (values) => percentile(values, 0.5);
