import type { DestinationStats } from '../../../api/types';

/** One bar of a sparkline: where it stands, and how high each part of it is, from 0 to 1 of the whole height. */
export interface Bar {
  x: number;
  delivered: number;
  failed: number;
}

type Step = Pick<DestinationStats['series'][number], 'delivered' | 'dead' | 'failed_attempts'>;

/** Tries that were no use: also those that were followed by another. */
const failures = ({ dead, failed_attempts }: Step): number => Math.max(dead, failed_attempts);

/**
 * The steps as `bars` bars, several steps in each. Something that happened is seen, however little it is beside the most.
 */
export function barsOf(series: readonly Step[], bars: number): Bar[] {
  const size = Math.max(1, Math.ceil(series.length / bars));
  const sums = Array.from({ length: Math.ceil(series.length / size) }, (_, index) =>
    series
      .slice(index * size, (index + 1) * size)
      .reduce(
        (sum, step) => ({ delivered: sum.delivered + step.delivered, failed: sum.failed + failures(step) }),
        { delivered: 0, failed: 0 },
      ),
  );
  const most = Math.max(1, ...sums.map(({ delivered, failed }) => delivered + failed));
  const part = (count: number) => (count === 0 ? 0 : Math.max(0.12, count / most));
  return sums.map(({ delivered, failed }, x) => ({
    x,
    delivered: Math.min(part(delivered), 1 - part(failed)),
    failed: part(failed),
  }));
}

/** The same in words: `12 delivered, 3 failed tries, 1 dead`. */
export function sparkInWords({ delivered, failed_attempts, dead }: Step): string {
  if (delivered + failed_attempts + dead === 0) return 'nothing was sent';
  const count = (value: number) => value.toLocaleString('en');
  return [
    `${count(delivered)} delivered`,
    ...(failed_attempts > 0
      ? [`${count(failed_attempts)} failed ${failed_attempts === 1 ? 'try' : 'tries'}`]
      : []),
    ...(dead > 0 ? [`${count(dead)} dead`] : []),
  ].join(', ');
}
