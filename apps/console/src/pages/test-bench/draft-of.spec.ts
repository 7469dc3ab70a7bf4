import { expect, it } from 'vitest';
import { draftOf } from './draft-of';

it('begins with an earlier event, to each of its destinations once', () => {
  const deliveries = ['a', 'b', 'a'].map((destination_id) => ({ destination_id })) as never;

  expect(
    draftOf({ trigger_name: null, payload: { a: 1 }, labels: { team: 'x' }, deliveries }, undefined),
  ).toEqual({
    name: 'Draft',
    labels: { team: 'x' },
    api_payload: { a: 1 },
    destinations: ['a', 'b'],
  });
});

it('begins with a template, or with something that can be sent', () => {
  const body = { name: 'Tea', trigger_type: 'api' } as const;

  expect(draftOf(undefined, { id: 'tea', title: '', about: '', body })).toEqual(body);
  expect(draftOf(undefined, undefined)).toMatchObject({ name: 'Draft' });
});
