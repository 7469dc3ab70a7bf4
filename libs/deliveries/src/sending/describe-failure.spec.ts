import { describe, expect, it } from 'vitest';
import { describeFailure } from './describe-failure.js';

const withCode = (code: string, message = 'connect ECONNREFUSED 10.0.0.7:5432') =>
  Object.assign(new Error(message), { code });
const named = (name: string) => Object.assign(new Error('stopped'), { name });

describe('A failure', () => {
  it.each([
    ['ENOTFOUND', 'the host name does not resolve'],
    ['ENODATA', 'the host name does not resolve'],
    ['EAI_AGAIN', 'the host name could not be looked up'],
    ['ECONNREFUSED', 'connection refused'],
    ['EHOSTUNREACH', 'host unreachable'],
    ['ENETUNREACH', 'network unreachable'],
    ['ETIMEDOUT', 'connecting timed out'],
    ['UND_ERR_CONNECT_TIMEOUT', 'connecting timed out'],
    ['ECONNRESET', 'connection reset by the receiver'],
    ['UND_ERR_SOCKET', 'connection closed by the receiver before an answer'],
    ['UND_ERR_HEADERS_TIMEOUT', 'no answer within 250 ms'],
    ['UND_ERR_ABORTED', 'no answer within 250 ms'],
    ['HPE_INVALID_CONSTANT', 'the answer is not valid HTTP'],
    ['HPE_HEADER_OVERFLOW', "the answer's headers are too large"],
    ['UND_ERR_HEADERS_OVERFLOW', "the answer's headers are too large"],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'the answer is not as long as it says'],
    ['CERT_HAS_EXPIRED', "TLS: the receiver's certificate has expired"],
    ['CERT_NOT_YET_VALID', "TLS: the receiver's certificate is not valid yet"],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', "TLS: the receiver's certificate is self-signed"],
    ['SELF_SIGNED_CERT_IN_CHAIN', "TLS: the receiver's certificate chain is self-signed"],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', "TLS: the receiver's certificate is from an unknown authority"],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', "TLS: the receiver's certificate cannot be verified"],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "TLS: the receiver's certificate is for another host"],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS: the receiver does not speak TLS at this port'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'TLS: the handshake failed'],
    ['EPROTO', 'TLS: the handshake failed'],
    ['E_NEW', 'the request failed (E_NEW)'],
  ])('with the code %s is told as "%s"', (code, words) => {
    expect(describeFailure(withCode(code), 250)).toBe(words);
  });

  it.each([
    ['UND_ERR_BODY_TIMEOUT', 'the answer did not end within 250 ms'],
    ['UND_ERR_SOCKET', 'connection closed by the receiver within the answer'],
    ['HPE_INVALID_EOF_STATE', 'connection closed by the receiver within the answer'],
    ['ECONNRESET', 'connection reset by the receiver'],
  ])('with the code %s, once the answer has begun, is told as "%s"', (code, words) => {
    expect(describeFailure(withCode(code), 250, 'body')).toBe(words);
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
