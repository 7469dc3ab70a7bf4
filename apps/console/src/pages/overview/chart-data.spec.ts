import { expect, it } from 'vitest';
import { inWords } from './chart-data';

it('says what a chart shows', () => {
  expect(inWords('Events', [1, 2000, 3], '1m')).toBe('Events: 2,004, at most 2,000 in 1m');
  expect(inWords('Dead', [0, 0], '1m')).toBe('Dead: none');
  expect(inWords('Dead', [], '1m')).toBe('Dead: none');
});
