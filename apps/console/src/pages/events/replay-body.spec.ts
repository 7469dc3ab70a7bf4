import { expect, it } from 'vitest';
import { replayBody } from './replay-body';

const payload = { order: { id: 1, lines: [2, 1] }, note: 'x' };

it('delivers the same event again when nothing but the looks of its payload has changed', () => {
  expect(replayBody(payload, JSON.stringify(payload, null, 8))).toEqual({});
  expect(replayBody(payload, '{"note": "x", "order": {"lines": [2, 1], "id": 1}}')).toEqual({});
});

it('makes a new event of another payload, and of another order in a list', () => {
  const other = { ...payload, order: { id: 1, lines: [1, 2] } };
  expect(replayBody(payload, JSON.stringify(other))).toEqual({ payload: other });
  expect(replayBody(payload, '{}')).toEqual({ payload: {} });
});

it('says what can be no payload', () => {
  expect(replayBody(payload, '{')).toContain('not JSON');
  for (const text of ['[]', '1', 'null', '"x"']) expect(replayBody(payload, text)).toContain('object');
});
