import type { Step } from '../../api/types';

/** Where the steps begin, as charts want it: Unix times in s. */
export const timesOf = (series: Step[]): number[] => series.map(({ at }) => Date.parse(at) / 1_000);

/** What a chart of counts says, in words: the sum, the most of a step, and when that was. */
export function inWords(what: string, values: number[], step: string): string {
  const sum = values.reduce((total, value) => total + value, 0);
  const most = Math.max(0, ...values);
  if (sum === 0) return `${what}: none`;
  return `${what}: ${sum.toLocaleString('en')}, at most ${most.toLocaleString('en')} in ${step}`;
}
