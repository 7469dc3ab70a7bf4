import { describe, expect, it } from 'vitest';
import { splitPayloadQuery } from './payload-query.js';

describe('Conditions on the payload', () => {
  it.each([
    ['payload.id', '42', [{ path: ['id'], value: '42' }]],
    ['payload.order.id', '42', [{ path: ['order', 'id'], value: '42' }]],
    ['payload.items.0.sku', '', [{ path: ['items', '0', 'sku'], value: '' }]],
    [
      'payload.a',
      ['1', '2'],
      [
        { path: ['a'], value: '1' },
        { path: ['a'], value: '2' },
      ],
    ],
  ])('%s=%j', (name, value, payload) => {
    expect(splitPayloadQuery({ [name]: value, limit: '1' })).toEqual({
      payload,
      others: { limit: '1' },
      faults: [],
    });
  });

  it.each([
    ['payload.', 'x', 'has an empty name in its path, as in payload.order.id'],
    ['payload..a', 'x', 'has an empty name in its path, as in payload.order.id'],
    ['payload.a.', 'x', 'has an empty name in its path, as in payload.order.id'],
    ['payload.a', 'x'.repeat(201), 'must be a value of at most 200 characters'],
    ['payload.a/b', 'x\0', 'contains a NUL character'],
  ])('cannot be %s=%j', (name, value, detail) => {
    const pointer = `/${name.replaceAll('/', '~1')}`;

    expect(splitPayloadQuery({ [name]: value }).faults).toEqual([{ pointer, detail }]);
  });

  it.each([`payload.${'x'.repeat(200)}`, `payload.${'a.'.repeat(64)}a`])(
    'cannot be as deep as %s',
    (name) => {
      expect(splitPayloadQuery({ [name]: 'x' }).faults).toEqual([
        {
          pointer: `/${name.slice(0, 200)}`,
          detail: 'must be a path of at most 64 names and 200 characters',
        },
      ]);
    },
  );

  it('are at most ten', () => {
    const conditions = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`payload.k${n}`, 'x']));

    expect(splitPayloadQuery(conditions).faults).toEqual([
      { pointer: '/payload', detail: 'takes at most 10 conditions' },
    ]);
  });

  it('leave a parameter alone that is only named alike', () => {
    expect(splitPayloadQuery({ payload: 'x', payloads: 'y' }).others).toEqual({
      payload: 'x',
      payloads: 'y',
    });
  });
});
