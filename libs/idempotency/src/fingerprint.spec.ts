import { describe, expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint.js';

const hex = (...request: Parameters<typeof fingerprintOf>) => fingerprintOf(...request).toString('hex');
const body = (text: string) => JSON.parse(text) as unknown;

describe('The fingerprint of a request', () => {
  it('is a SHA-256, and the same for the same request', () => {
    expect(hex('POST', '/events', { a: 1 })).toBe(
      // printf 'POST /events\n{"a":1}' | sha256sum
      '08fee14e7e2623988d19e081e44fc18844777643608e4e677e8b5ade70809ca5',
    );
  });

  it('does not see how the body was written', () => {
    expect(hex('POST', '/events', body('{ "a" : 1.0,\n "b": "\\u00fc" }'))).toBe(
      hex('POST', '/events', body('{"a":1,"b":"ü"}')),
    );
  });

  it.each([
    ['method', ['PUT', '/events', { a: 1, b: 2 }]],
    ['path', ['POST', '/events/', { a: 1, b: 2 }]],
    ['value', ['POST', '/events', { a: 1, b: '2' }]],
    ['field', ['POST', '/events', { a: 1, b: 2, c: null }]],
    ['order of fields, which receivers see,', ['POST', '/events', { b: 2, a: 1 }]],
    ['empty body', ['POST', '/events', {}]],
    ['missing body', ['POST', '/events', undefined]],
  ] as [string, Parameters<typeof fingerprintOf>][])('is another for another %s', (_, request) => {
    expect(hex(...request)).not.toBe(hex('POST', '/events', { a: 1, b: 2 }));
  });

  it('tells no body from an empty one', () => {
    expect(hex('POST', '/hooks/x', undefined)).not.toBe(hex('POST', '/hooks/x', {}));
  });
});
