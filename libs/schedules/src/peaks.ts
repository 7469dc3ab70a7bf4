/** A minute, or several in a row, in which much more is fired than usual. */
export interface Peak {
  /** Which of the minutes: the highest of the row. */
  minute: number;
  firings: number;
  /** How many minutes in a row stand out. */
  length: number;
}

const MOST_PEAKS = 24;
/** Fewer firings in a minute are no load, however still it is otherwise. */
const LEAST_FIRINGS = 10;
/** From here on a modified z-score is an outlier (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993). */
const OUTLIER = 3.5;
/** Makes a standard deviation of normal values of their median absolute deviation, and of their mean absolute deviation. */
const FROM_MEDIAN = 1.4826;
const FROM_MEAN = 1.2533;

/**
 * The minutes that stand out, highest first, at most 24: those with at least 10 firings, twice the median, and a modified
 * z-score above 3.5. Where half of the minutes are equal the median absolute deviation is 0 and says nothing; then the mean
 * absolute deviation takes its place, as the score's authors advise.
 */
export function findPeaks(minutes: Float64Array): Peak[] {
  const usual = median(minutes);
  const deviations = minutes.map((firings) => Math.abs(firings - usual));
  const sigma = FROM_MEDIAN * median(deviations) || FROM_MEAN * mean(deviations);
  const least = Math.max(LEAST_FIRINGS, 2 * usual);
  const peaks: Peak[] = [];
  let row: Peak | undefined;
  for (const [minute, firings] of minutes.entries()) {
    if (firings < least || firings <= usual + OUTLIER * sigma) {
      row = undefined;
      continue;
    }
    if (!row) peaks.push((row = { minute, firings, length: 0 }));
    if (firings > row.firings) Object.assign(row, { minute, firings });
    row.length++;
  }
  return peaks.toSorted((a, b) => b.firings - a.firings || a.minute - b.minute).slice(0, MOST_PEAKS);
}

export function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
