import { describe, expect, it } from 'vitest';
import { readInvalidation, writeInvalidation } from './invalidation.js';

const said = (keys: string[]) => readInvalidation(writeInvalidation({ from: 'me', cache: 'keys', keys }));

describe('The word of a change', () => {
  it('names process, cache and keys', () => {
    expect(said(['a', 'ü'])).toEqual({ from: 'me', cache: 'keys', keys: ['a', 'ü'] });
  });

  it.each([[['k'.repeat(8000)]], [['ü'.repeat(4000)]], [Array(3000).fill('key')]])(
    'means all of the cache when the keys do not fit in a notification',
    (keys) => {
      expect(said(keys as string[])).toEqual({ from: 'me', cache: 'keys' });
    },
  );

  it.each(['', 'x', '{}', '{"from":"me"}', '{"from":"me","cache":"c","keys":"a"}'])(
    'that cannot be read is none: %s',
    (text) => {
      expect(readInvalidation(text)).toBeUndefined();
    },
  );
});
