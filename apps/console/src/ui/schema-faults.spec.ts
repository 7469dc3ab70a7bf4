import { expect, it } from 'vitest';
import { schemaFaults } from './schema-faults';

const schema = { type: 'object', properties: { order: { type: 'integer' } }, required: ['order'] };

it('tells where a payload differs from its schema', () => {
  expect(schemaFaults('{"order": "x"}', schema)).toEqual([expect.objectContaining({ pointer: '/order' })]);
  expect(schemaFaults('{}', schema)).toEqual([expect.objectContaining({ pointer: '' })]);
});

it('has nothing to say of what fits, of text that is no JSON, and without a schema', () => {
  expect(schemaFaults('{"order": 1}', schema)).toEqual([]);
  expect(schemaFaults('{', schema)).toEqual([]);
  expect(schemaFaults('{}', undefined)).toEqual([]);
});
