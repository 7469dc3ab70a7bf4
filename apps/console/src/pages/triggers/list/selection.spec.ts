import { expect, it } from 'vitest';
import { allOrNothing, NOTHING, ranged, toggled } from './selection';

const ORDER = ['a', 'b', 'c', 'd', 'e'];
const chosen = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].sort().join('');

it('One is chosen, and given up again', () => {
  const one = toggled(NOTHING, 'b');
  expect(chosen(one)).toBe('b');
  expect(chosen(toggled(one, 'b'))).toBe('');
});

it('A range goes from the last choice, up or down, and takes over whether it is chosen', () => {
  const down = ranged(toggled(NOTHING, 'b'), 'd', ORDER);
  expect(chosen(down)).toBe('bcd');
  expect(chosen(ranged(down, 'a', ORDER))).toBe('abcd');
  expect(chosen(ranged(toggled(down, 'd'), 'c', ORDER))).toBe('b');
});

it('A range without a start in the list is one choice', () => {
  expect(chosen(ranged(NOTHING, 'c', ORDER))).toBe('c');
  expect(chosen(ranged(toggled(NOTHING, 'gone'), 'c', ORDER))).toBe('cgone');
});

it('All are chosen, then none', () => {
  const all = allOrNothing(toggled(NOTHING, 'b'), ORDER);
  expect(chosen(all)).toBe('abcde');
  expect(chosen(allOrNothing(all, ORDER))).toBe('');
});
