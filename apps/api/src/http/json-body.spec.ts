import { AppError } from '@app/errors';
import { describe, expect, it } from 'vitest';
import { readJsonBody } from './json-body.js';

const read = (text: string) => readJsonBody(Buffer.from(text));
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

function refusal(raw: string | Buffer): AppError {
  try {
    readJsonBody(Buffer.from(raw));
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }
  throw new Error('it was not refused');
}

describe('A request body', () => {
  it('may be missing', () => {
    expect(readJsonBody(Buffer.alloc(0))).toBeUndefined();
  });

  it.each(['{}', '[]', 'null', '"text"', '1', '{"a":{"b":[1,2.5,true,null,"é😀"]}}', ' { } '])(
    'may be any JSON: %s',
    (text) => {
      expect(read(text)).toEqual(JSON.parse(text));
    },
  );

  it('keeps the order of its keys', () => {
    expect(JSON.stringify(read('{"b":1,"a":{"z":1,"y":2}}'))).toBe('{"b":1,"a":{"z":1,"y":2}}');
  });

  it.each(['{', '{"a":1,}', "{'a':1}", 'undefined', 'NaN', '{"a":1}x', ' ', '\uFEFF{}', '{"a":\t"\n"}'])(
    'that is not JSON is unreadable: %j',
    (text) => {
      expect(refusal(text)).toMatchObject({ kind: 'unreadable', code: 'request.unreadable', faults: [] });
    },
  );

  it.each([
    ['a byte that UTF-8 has not', [0x22, 0xff, 0x22]],
    ['a character cut off', [0x22, 0xc3, 0x22]],
    ['a longer form than needed', [0x22, 0xc0, 0x80, 0x22]],
    ['half of a surrogate pair', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0, 0x7d, 0]],
  ])('that is not UTF-8 is unreadable: %s', (_, bytes) => {
    expect(refusal(Buffer.from(bytes))).toMatchObject({ kind: 'unreadable', code: 'request.unreadable' });
  });

  it('says in a few words why it is unreadable', () => {
    expect(refusal(`{"${'x'.repeat(100_000)}`).message.length).toBeLessThan(300);
  });

  it.each([
    ['nesting beyond 64 levels', nested(65), '/0'.repeat(64)],
    ['nesting without end', nested(100_000), '/0'.repeat(64)],
    ['a NUL character', '{"a":["\\u0000"]}', '/a/0'],
    ['half of a surrogate pair', '{"a":"\\ud83d"}', '/a'],
    ['the other half', '{"a":"\\ude00x"}', '/a'],
    ['a pair the wrong way round', '{"a":"\\ude00\\ud83d"}', '/a'],
    ['a number beyond double precision', '{"a":1e999}', '/a'],
    ['a negative one', '{"a":-1e999}', '/a'],
    ['a key that changes the prototype', '{"a":{"__proto__":{}}}', '/a/__proto__'],
    ['a key with a NUL character', '{"a":{"\\u0000":1}}', '/a'],
    ['a key with half of a surrogate pair', '{"a":{"\\ud83d":1}}', '/a'],
    ['a fault below a key with a slash and a tilde', '{"a/b~c":1e999}', '/a~1b~0c'],
  ])('that could not be kept unchanged is invalid: %s', (_, text, pointer) => {
    expect(refusal(text)).toMatchObject({
      kind: 'invalid',
      faults: [{ pointer, detail: expect.stringMatching(/^(is|contains) /) as string }],
    });
  });

  it.each([
    ['64 levels', nested(64)],
    ['a whole surrogate pair', '"\\ud83d\\ude00"'],
    ['the largest double', '1.7976931348623157e308'],
    ['a number too small to tell from zero', '1e-999'],
    ['constructor as a key', '{"constructor":{"prototype":1}}'],
    ['an empty key', '{"":1}'],
  ])('may have %s', (_, text) => {
    expect(read(text)).toEqual(JSON.parse(text));
  });
});
