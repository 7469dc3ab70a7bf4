import { describe, expect, it } from 'vitest';
import { mergePatch } from './merge-patch.js';

describe('A merge patch', () => {
  /** The whole table of RFC 7396, appendix A. */
  it.each([
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', '{}'],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['["a","b"]', '["c","d"]', '["c","d"]'],
    ['{"a":"b"}', '["c"]', '["c"]'],
    ['{"a":"foo"}', 'null', 'null'],
    ['{"a":"foo"}', '"bar"', '"bar"'],
    ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
    ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
    ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ])('of %s with %s is %s (RFC 7396)', (original, patch, result) => {
    expect(mergePatch(JSON.parse(original), JSON.parse(patch))).toEqual(JSON.parse(result));
  });

  it('changes neither of its documents', () => {
    const original = { a: { b: 1 }, c: 2 };
    const patch = { a: { d: null, e: 3 }, c: null };
    const copies = structuredClone([original, patch]);

    mergePatch(original, patch);
    expect([original, patch]).toEqual(copies);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])('takes %s for a key as any other', (key) => {
    expect(mergePatch({}, { [key]: { a: 1, b: null } })).toEqual({ [key]: { a: 1 } });
  });
});
