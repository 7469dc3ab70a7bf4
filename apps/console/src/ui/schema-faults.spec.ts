import { expect, it } from 'vitest';
import { schemaFaults } from './schema-faults';
import { SCHEMA_OF_SCHEMAS } from './schema-of-schemas';

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

it.each([
  ['{"type": "strng"}', '/type'],
  ['{"type": ["object", "strng"]}', '/type'],
  ['{"properties": {"order": {"minimum": "1"}}}', '/properties/order/minimum'],
  ['{"required": "order"}', '/required'],
  ['{"anyOf": []}', '/anyOf'],
  ['[]', ''],
])('%s is no JSON Schema', (text, pointer) => {
  const at = schemaFaults(text, SCHEMA_OF_SCHEMAS).map((fault) => fault.pointer);
  expect(at.some((one) => one.startsWith(pointer))).toBe(true);
});

it('takes what is a JSON Schema for one', () => {
  for (const text of [JSON.stringify(schema), 'true', '{}', '{"type": ["string", "null"], "x-of-ours": 1}'])
    expect(schemaFaults(text, SCHEMA_OF_SCHEMAS)).toEqual([]);
  expect(schemaFaults(JSON.stringify(SCHEMA_OF_SCHEMAS), SCHEMA_OF_SCHEMAS)).toEqual([]);
});
