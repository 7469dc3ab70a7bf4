import { describe, expect, it } from 'vitest';
import { describeBrokenAnswer, describeFailure } from './describe-failure.js';

const withCode = (code: string, message = 'connect ECONNREFUSED 10.0.0.7:5432') =>
  Object.assign(new Error(message), { code });
const named = (name: string) => Object.assign(new Error('stopped'), { name });

describe('A failure', () => {
  it.each([
    ['ECONNREFUSED', 'connection refused'],
    ['ECONNRESET', 'connection reset by the receiver'],
    ['ENOTFOUND', 'the host name does not resolve'],
    ['EAI_AGAIN', 'the host name could not be looked up'],
    ['ETIMEDOUT', 'connecting timed out'],
    ['UND_ERR_CONNECT_TIMEOUT', 'connecting timed out'],
    ['UND_ERR_SOCKET', 'connection closed by the receiver'],
    ['UND_ERR_HEADERS_TIMEOUT', 'no answer within 250 ms'],
    ['UND_ERR_BODY_TIMEOUT', 'no answer within 250 ms'],
    ['HPE_INVALID_CONSTANT', 'the answer is not valid HTTP'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'the answer is not valid HTTP'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS: the handshake failed'],
    ['CERT_HAS_EXPIRED', "TLS: the receiver's certificate has expired"],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', "TLS: the receiver's certificate is self-signed"],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "TLS: the receiver's certificate is for another host"],
    ['E_NEW', 'the request failed (E_NEW)'],
  ])('with the code %s is told as "%s"', (code, words) => {
    expect(describeFailure(withCode(code), 250)).toBe(words);
  });

  it.each(['TimeoutError', 'AbortError'])('of the kind %s is a time-out', (name) => {
    expect(describeFailure(named(name), 250)).toBe('no answer within 250 ms');
  });

  it.each([
    ['bad response', '100 Continue'],
    ['bad upgrade', 'a change of protocols'],
  ])('that undici names by its message alone (%s) is told as %s', (message, words) => {
    expect(describeFailure(withCode('UND_ERR_SOCKET', message), 250)).toContain(words);
  });

  it('of the parser has no code, and is told by its kind', () => {
    expect(describeFailure(named('HTTPParserError'), 250)).toBe('the answer is not valid HTTP');
  });

  it('is told by its cause when it wraps one', () => {
    const wrapped = new Error('fetch failed', { cause: new Error('socket', { cause: withCode('EPIPE') }) });

    expect(describeFailure(wrapped, 250)).toBe('connection closed by the receiver');
  });

  it('is told by the first of several that were gathered', () => {
    const gathered = new AggregateError([withCode('EHOSTUNREACH'), withCode('ECONNREFUSED')]);

    expect(describeFailure(gathered, 250)).toBe('host unreachable');
  });

  it.each([
    new Error('secret of 10.0.0.7'),
    withCode('E_NEW', 'secret of 10.0.0.7'),
    new TypeError('10.0.0.7'),
  ])('never tells the message of an error, which may show our own network', (error) => {
    expect(describeFailure(error, 250)).not.toMatch(/secret|10\.0/);
  });
});

describe('An answer that is not whole', () => {
  it.each([
    [named('TimeoutError'), 'the answer did not end within 250 ms'],
    [withCode('UND_ERR_SOCKET'), 'the answer broke off: connection closed by the receiver'],
    [withCode('HPE_INVALID_CHUNK_SIZE'), 'the answer broke off: the answer is not valid HTTP'],
  ])('is told apart from none: %s', (error, words) => {
    expect(describeBrokenAnswer(error, 250)).toBe(words);
  });
});
