import { duration } from '../../../ui/time';
import { milliseconds } from '../milliseconds';
import type { DestinationValues } from './values';

type Retry = Pick<DestinationValues, 'max_attempts' | 'min_delay' | 'max_delay' | 'factor'>;

/** What a retry policy comes to: `Tries after 1.0 s, 3.0 s, 9.0 s; given up 13 s after the first.` Empty if it cannot be told. */
export function retriesInWords({ max_attempts, min_delay, max_delay, factor }: Retry): string {
  const [least, most, tries] = [milliseconds(min_delay), milliseconds(max_delay), Number(max_attempts)];
  if (least === undefined || most === undefined || max_attempts === '' || factor === '') return '';
  if (!(tries >= 1 && tries <= 50)) return '';
  if (tries === 1) return 'One try: what fails is dead at once.';
  const delays = Array.from({ length: tries - 1 }, (_, index) =>
    Math.min(most, least * Number(factor) ** index),
  );
  const whole = delays.reduce((sum, delay) => sum + delay, 0);
  const shown = delays.slice(0, 4).map(duration).join(', ');
  return `Tried again after ${shown}${delays.length > 4 ? ' …' : ''}; given up some ${duration(whole)} after the first try.`;
}
