import { describe, expect, it } from 'vitest';
import type { Fault } from '@app/errors';
import { compilePayloadSchema } from './payload-schema.js';

const ORDER = {
  $id: 'https://example.com/order',
  type: 'object',
  properties: {
    amount: { type: 'number', minimum: 0 },
    mail: { type: 'string', format: 'email' },
    'a/b': { type: 'array', items: { type: 'integer' } },
  },
  required: ['amount'],
  additionalProperties: false,
};

function refusal(schema: Record<string, unknown>): Fault[] {
  try {
    compilePayloadSchema(schema);
  } catch (error) {
    expect(error).toMatchObject({ kind: 'invalid', code: 'request.invalid' });
    return (error as { faults: Fault[] }).faults;
  }
  throw new Error('it was not refused');
}

describe('A payload', () => {
  it.each([{}, { any: 1 }])('fits an empty schema: %j', (payload) => {
    expect(compilePayloadSchema({})(payload)).toEqual([]);
  });

  it('fits its schema', () => {
    expect(compilePayloadSchema(ORDER)({ amount: 1, mail: 'a@b.example', 'a/b': [1] })).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['a missing member', {}, '/payload', /amount/],
    ['a wrong value', { amount: -1 }, '/payload/amount', />= 0/],
    ['a wrong type', { amount: 'x' }, '/payload/amount', /number/],
    ['a wrong format', { amount: 1, mail: 'x' }, '/payload/mail', /email/],
    ['an unknown member', { amount: 1, colour: 'red' }, '/payload', /: colour$/],
    ['a wrong item below an escaped name', { amount: 1, 'a/b': [1, 'x'] }, '/payload/a~1b/1', /integer/],
  ])('with %s is told where', (_, payload, pointer, detail) => {
    expect(compilePayloadSchema(ORDER)(payload)).toEqual([
      { pointer, detail: expect.stringMatching(detail) as string },
    ]);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'backtracks for hours',
      { properties: { a: { pattern: '^(\\w+\\s?)*$' } } },
      { a: `${'a'.repeat(60)}!` },
    ],
    [
      'compares each with each',
      { properties: { a: { uniqueItems: true } } },
      { a: Array.from({ length: 20_000 }, (_, n) => ({ n, of: ['many', n] })) },
    ],
    ['never comes to an end', { $ref: '#' }, {}],
  ])('of which the check %s is refused soon', (_, schema, payload) => {
    expect(compilePayloadSchema(schema)(payload)).toEqual([
      {
        pointer: '/payload',
        detail: expect.stringMatching(/^cannot be judged by the schema of its trigger: \S/) as string,
      },
    ]);
  });

  it('fits a schema with a pattern as any other', () => {
    const check = compilePayloadSchema({ properties: { a: { pattern: '^x', uniqueItems: true } } });
    expect(check({ a: 'xy' })).toEqual([]);
    expect(check({ a: 'y' })).toEqual([
      { pointer: '/payload/a', detail: expect.stringContaining('pattern') as string },
    ]);
  });

  it('is told all that is wrong, but no more than 20 faults', () => {
    const names = Array.from({ length: 50 }, (_, n) => `n${n}`);

    expect(compilePayloadSchema({ required: names.slice(0, 3) })({})).toHaveLength(3);
    expect(compilePayloadSchema({ required: names })({})).toHaveLength(20);
  });
});

describe('A payload schema', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
    ['prefixItems', { properties: { a: { prefixItems: [{ const: 1 }] } } }, { a: [1, 'x'] }, { a: [2] }],
    [
      '$defs',
      { $defs: { n: { type: 'number' } }, properties: { a: { $ref: '#/$defs/n' } } },
      { a: 1 },
      { a: '1' },
    ],
    ['dependentRequired', { dependentRequired: { a: ['b'] } }, { a: 1, b: 1 }, { a: 1 }],
    ['unevaluatedProperties', { properties: { a: true }, unevaluatedProperties: false }, { a: 1 }, { b: 1 }],
  ])('may use %s of 2020-12', (_, schema, good, bad) => {
    const check = compilePayloadSchema({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      ...schema,
    });

    expect(check(good)).toEqual([]);
    expect(check(bad)).not.toEqual([]);
  });

  it('may have keywords and formats of somebody else', () => {
    const schema = { 'x-form': { width: 3 }, properties: { a: { format: 'colour' } } };
    expect(compilePayloadSchema(schema)({ a: 'red' })).toEqual([]);
  });

  it('is compiled once, however many triggers have it', () => {
    expect(compilePayloadSchema({ ...ORDER })).toBe(compilePayloadSchema({ ...ORDER }));
    expect(compilePayloadSchema({ ...ORDER, title: 'Order' })).not.toBe(compilePayloadSchema(ORDER));
  });

  it('may name its draft with an empty fragment', () => {
    expect(compilePayloadSchema({ $schema: 'https://json-schema.org/draft/2020-12/schema#' })({})).toEqual(
      [],
    );
  });

  it('may have the $id of another trigger’s schema', () => {
    const first = compilePayloadSchema(ORDER);
    const second = compilePayloadSchema({ ...ORDER, required: [] });

    expect(first({})).toHaveLength(1);
    expect(second({})).toEqual([]);
  });

  it('may ask for a payload that is a schema', () => {
    const check = compilePayloadSchema({ $ref: 'https://json-schema.org/draft/2020-12/schema' });

    expect(check({ type: 'object' })).toEqual([]);
    expect(check({ type: 'text' })).not.toEqual([]);
  });

  it('says nothing of another that was refused before', () => {
    expect(() => compilePayloadSchema({ $id: 'https://example.com/order', type: 'text' })).toThrow();
    expect(compilePayloadSchema(ORDER)({ amount: 1 })).toEqual([]);
  });

  it('that is a good one does not excuse a bad one with its $id', () => {
    compilePayloadSchema(ORDER);
    expect(refusal({ ...ORDER, type: 'text' })).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a type that there is not', { type: 'text' }],
    ['a keyword of the wrong type', { properties: [] }],
    ['a pattern that is none', { properties: { a: { pattern: '(' } } }],
    ['a reference to nothing', { $ref: '#/$defs/none' }],
    ['a reference to somewhere else', { $ref: 'https://example.com/other' }],
    ['a $schema that is no text', { $schema: 7 }],
    ['an $id that is no text', { $id: 7 }],
    ['a vocabulary of the draft alone', { $schema: 'https://json-schema.org/draft/2020-12/meta/core' }],
    ['another draft', { $schema: 'http://json-schema.org/draft-04/schema#' }],
    ['$async', { $async: true, type: 'object' }],
  ])('is refused with %s, with a pointer', (_, schema) => {
    expect(refusal(schema)).toEqual([
      {
        pointer: '/payload_schema',
        detail: expect.stringMatching(/^is not a usable JSON Schema \(2020-12\): \S/) as string,
      },
    ]);
  });

  it('is refused in a few words, however long it is', () => {
    expect(refusal({ $ref: `#/${'x'.repeat(10_000)}` })[0]!.detail.length).toBeLessThan(400);
  });
});
