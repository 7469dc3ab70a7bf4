import { expect, it } from 'vitest';
import { diffOf } from './diff';

it('finds nothing between equal values, whatever the order of their members', () => {
  expect(diffOf({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toEqual([]);
});

it('tells what was added, removed and changed, and where', () => {
  const before = { order: { id: 1, note: 'x' }, lines: [1, 2], same: true };
  const after = { order: { id: 2, total: null }, lines: [1, 3, 4], same: true };
  expect(diffOf(before, after)).toEqual([
    { path: 'order.id', kind: 'changed', before: 1, after: 2 },
    { path: 'order.note', kind: 'removed', before: 'x' },
    { path: 'order.total', kind: 'added', after: null },
    { path: 'lines[1]', kind: 'changed', before: 2, after: 3 },
    { path: 'lines[2]', kind: 'added', after: 4 },
  ]);
});

it('takes values of another kind as changed as a whole', () => {
  expect(diffOf({ a: [1] }, { a: { 0: 1 } })).toEqual([
    { path: 'a', kind: 'changed', before: [1], after: { 0: 1 } },
  ]);
  expect(diffOf({ a: null }, { a: {} })).toHaveLength(1);
});

it('writes names that are none of a programme so that they can be told from the path', () => {
  expect(diffOf({ 'a.b': { c: 1 } }, { 'a.b': {} })[0]!.path).toBe('["a.b"].c');
  expect(diffOf({}, JSON.parse('{"__proto__": 1}'))[0]!.path).toBe('__proto__');
});
