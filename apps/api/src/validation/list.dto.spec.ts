import { describe, expect, it } from 'vitest';
import type { Fault } from '@app/errors';
import { IsLabelFilter, labelsOf, limitOf, ListQuery, validQuery } from './list.dto.js';
import { Optional } from './fields.js';

class LabelledQuery extends ListQuery {
  @IsLabelFilter()
  @Optional()
  label?: string | string[];
}

function faults(query: unknown): Fault[] {
  try {
    validQuery(LabelledQuery, query);
  } catch (error) {
    return (error as { faults: Fault[] }).faults;
  }
  return [];
}

describe('The query of a list', () => {
  it('may be empty and answers 50 then', () => {
    expect(limitOf(validQuery(ListQuery, {}))).toBe(50);
  });

  it.each([
    ['1', 1],
    ['50', 50],
    ['200', 200],
    ['007', 7],
  ])('may ask for %s', (limit, number) => {
    expect(limitOf(validQuery(ListQuery, { limit }))).toBe(number);
  });

  it.each(['0', '201', '-1', '1.5', '1e2', '', ' 1', 'ten', '1000', ['1', '2'], '0x10'])(
    'cannot ask for %j',
    (limit) => {
      expect(faults({ limit })).toEqual([
        { pointer: '/limit', detail: 'must be a whole number from 1 to 200' },
      ]);
    },
  );

  it('takes its cursor once, and none that is too long', () => {
    expect(faults({ cursor: 'abc' })).toEqual([]);
    expect(faults({ cursor: ['a', 'b'] })).toEqual([{ pointer: '/cursor', detail: 'must be given once' }]);
    expect(faults({ cursor: 'x'.repeat(2001) })).toHaveLength(1);
  });

  it('has no parameters that are not known', () => {
    expect(faults({ page: '2' })).toEqual([{ pointer: '/page', detail: 'is not a known field' }]);
  });

  it('names every fault at once', () => {
    expect(
      faults({ limit: '0', page: '2' })
        .map(({ pointer }) => pointer)
        .toSorted(),
    ).toEqual(['/limit', '/page']);
  });

  it('cannot hold a NUL character, which PostgreSQL has not', () => {
    expect(faults({ cursor: '\0' })).toEqual([{ pointer: '/cursor', detail: 'contains a NUL character' }]);
  });
});

describe('A label filter', () => {
  it.each([
    ['team:a', { team: 'a' }],
    ['team:', { team: '' }],
    ['url:http://x', { url: 'http://x' }],
    [['team:a', 'tier:gold'], { team: 'a', tier: 'gold' }],
    ['__proto__:a', JSON.parse('{"__proto__": "a"}')],
    ['constructor:a', { constructor: 'a' }],
  ])('%j is %j', (label, labels) => {
    expect(faults({ label })).toEqual([]);
    expect(labelsOf(label)).toEqual(labels);
  });

  it('with two values for one key fits nothing, since all have to fit', () => {
    expect(labelsOf(['team:a', 'team:b'])).not.toEqual({ team: 'b' });
  });

  it.each([
    '',
    'team',
    ':a',
    'te am:a',
    `${'k'.repeat(64)}:a`,
    `k:${'v'.repeat(201)}`,
    [['a:b']],
    Array.from({ length: 33 }, (_, n) => `k${n}:v`),
  ])('cannot be %j', (label) => {
    expect(faults({ label })).toEqual([{ pointer: '/label', detail: 'must be key:value' }]);
  });
});
