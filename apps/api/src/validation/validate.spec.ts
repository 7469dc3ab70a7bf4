import { IsInt, IsString, MinLength, ValidateNested } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { IsJsonObject, IsLabels, Nullable, Optional } from './fields.js';
import { faultsOf, validBody, validBodyFor } from './validate.js';

class Inner {
  @IsInt()
  size!: number;
}

class Outer {
  static nested = { inner: Inner };

  @MinLength(1)
  @IsString()
  name!: string;

  @IsJsonObject()
  @Optional()
  payload?: Record<string, unknown>;

  @IsLabels()
  @Nullable()
  labels?: Record<string, string> | null;

  @ValidateNested()
  @Optional()
  inner?: Inner;
}

const pointersOf = (plain: unknown) => faultsOf(Outer, plain).map(({ pointer }) => pointer);

describe('A body', () => {
  it('that fits has no faults and is taken over as it is', () => {
    const body = { name: 'x', payload: { b: { constructor: 1 }, a: [] }, labels: null, inner: { size: 1 } };

    expect(validBody(Outer, body)).toBe(body);
    expect(JSON.stringify(body.payload)).toBe('{"b":{"constructor":1},"a":[]}');
  });

  it.each([[[]], ['text'], [7], [null]])('has to be an object: %j', (plain) => {
    expect(faultsOf(Outer, plain)).toEqual([{ pointer: '', detail: 'must be a JSON object' }]);
  });

  it('that is missing is an empty one', () => {
    expect(() => validBody(Outer, undefined)).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ pointer: '/name' })] }),
    );
  });

  it.each([
    ['a wrong type', { name: 7 }, ['/name']],
    ['a rule that is broken', { name: '' }, ['/name']],
    ['null where it is not allowed', { name: 'x', payload: null }, ['/payload']],
    ['an array for an object', { name: 'x', payload: [] }, ['/payload']],
    ['a fault further down', { name: 'x', inner: { size: 'L' } }, ['/inner/size']],
    ['an unknown field', { name: 'x', colour: 'red' }, ['/colour']],
    ['an unknown field further down', { name: 'x', inner: { size: 1, 'a/b~c': 1 } }, ['/inner/a~1b~0c']],
    ['constructor as an unknown field', { name: 'x', constructor: 1 }, ['/constructor']],
    ['constructor further down', { name: 'x', inner: { size: 1, constructor: {} } }, ['/inner/constructor']],
    ['toString as an unknown field', { name: 'x', toString: 1 }, ['/toString']],
    ['several faults', { payload: 1, labels: 2 }, ['/labels', '/name', '/payload']],
  ])('with %s is pointed at', (_, plain, pointers) => {
    expect(pointersOf(plain).toSorted()).toEqual(pointers);
  });

  it('does not name the field in the words as well', () => {
    expect(faultsOf(Outer, { name: 7 })).toEqual([{ pointer: '/name', detail: 'must be a string' }]);
    expect(faultsOf(Outer, { name: 'x', colour: 1 })).toEqual([
      { pointer: '/colour', detail: 'is not a known field' },
    ]);
  });

  it('of a route that names something is judged after that was found', async () => {
    const missing = () => Promise.reject(new Error('there is none'));

    await expect(validBodyFor(missing, Outer, { name: 7 })).rejects.toThrow('there is none');
    await expect(validBodyFor(async () => {}, Outer, { name: 7 })).rejects.toHaveProperty('kind', 'invalid');
    await expect(validBodyFor(missing, Outer, { name: 'x' })).resolves.toEqual({ name: 'x' });
  });
});

describe('Labels', () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 'v']));

  it.each([{}, { 'a.b-c/d_E9': '' }, { k: 'v'.repeat(200) }, { ['k'.repeat(63)]: 'v' }, many(32)])(
    'may be %j',
    (labels) => {
      expect(pointersOf({ name: 'x', labels })).toEqual([]);
    },
  );

  it.each([
    [],
    'team:a',
    { k: 1 },
    { k: null },
    { '': 'v' },
    { 'a b': 'v' },
    { 'a:b': 'v' },
    { k: 'v'.repeat(201) },
    { ['k'.repeat(64)]: 'v' },
    many(33),
  ])('cannot be %j', (labels) => {
    expect(pointersOf({ name: 'x', labels })).toEqual(['/labels']);
  });
});
