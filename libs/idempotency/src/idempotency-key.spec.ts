import { describe, expect, it } from 'vitest';
import { readIdempotencyKey } from './idempotency-key.js';

describe('An Idempotency-Key', () => {
  it.each([
    // the examples of draft-ietf-httpapi-idempotency-key-header, 2.1 and appendix A
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"clkyoesmbgybucifusbbtdsbohtyuuwz"', 'clkyoesmbgybucifusbbtdsbohtyuuwz'],
    // strings of RFC 9651, 3.3.3
    ['"hello world"', 'hello world'],
    ['"a \\"quoted\\" \\\\ part"', 'a "quoted" \\ part'],
    ['"abc";a=1;b', 'abc'],
    ['"abc"  ', 'abc'],
  ])('is a string of structured fields: %s', (text, key) => {
    expect(readIdempotencyKey([text])).toBe(key);
  });

  it.each([
    '8e03978e-40d5-43dd-bc93-6894a57f9324',
    'abc',
    '?1',
    '42',
    ':YWJj:',
    'a,b;c=d',
    "it's",
    '~!#$%&()*+/<=>@[\\]^_`{|}',
  ])('may be bare: %s', (text) => {
    expect(readIdempotencyKey([text])).toBe(text);
  });

  it('is the same with quotes and without', () => {
    expect(readIdempotencyKey(['"order-7"'])).toBe(readIdempotencyKey(['order-7']));
  });

  it('has up to 255 characters, quotes and escapes not counted', () => {
    const longest = 'k'.repeat(255);
    expect(readIdempotencyKey([longest])).toBe(longest);
    expect(readIdempotencyKey([`"${longest}"`])).toBe(longest);
    expect(readIdempotencyKey([`"${'\\"'.repeat(255)}"`])).toBe('"'.repeat(255));
  });

  it.each([
    ['empty', ['']],
    ['an empty string', ['""']],
    ['too long', ['k'.repeat(256)]],
    ['too long in quotes', [`"${'k'.repeat(256)}"`]],
    ['not closed', ['"abc']],
    ['followed by something', ['"abc" x']],
    ['two in one field', ['"abc", "def"']],
    ['escaping what needs none', ['"a\\bc"']],
    ['beyond ASCII', ['"grün"']],
    ['beyond ASCII and bare', ['grün']],
    ['a control character', ['"a\tb"']],
    ['two words without quotes', ['abc def']],
    ['quoted in the middle', ['a"b"']],
    ['sent twice', ['"abc"', '"abc"']],
    ['sent twice, bare', ['abc', 'abc']],
  ])('is refused when it is %s', (_, values) => {
    expect(() => readIdempotencyKey(values)).toThrow(
      expect.objectContaining({ kind: 'unreadable', code: 'idempotency.key_unreadable' }),
    );
  });
});
