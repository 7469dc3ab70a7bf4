import { expect, it } from 'vitest';
import { changesOf } from './audit-changes';

it('tells each field before and after', () => {
  expect(changesOf({ before: { name: 'a' }, after: { name: 'b', labels: { x: 'y' } } })).toEqual([
    { field: 'name', before: 'a', after: 'b' },
    { field: 'labels', before: undefined, after: '{"x":"y"}' },
  ]);
});

it('has nothing to tell of a login, and cuts what is long', () => {
  expect(changesOf({ before: null, after: null })).toEqual([]);
  expect(changesOf({ before: null, after: { text: 'x'.repeat(500) } })[0]?.after).toHaveLength(161);
});
