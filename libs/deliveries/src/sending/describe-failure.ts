/** How far a try had come: until the answer's head is there, or within its body. */
export type Phase = 'head' | 'body';

const WORDS: Record<string, string> = {
  // the name
  ENOTFOUND: 'the host name does not resolve',
  ENODATA: 'the host name does not resolve',
  EAI_NONAME: 'the host name does not resolve',
  EAI_NODATA: 'the host name does not resolve',
  EAI_AGAIN: 'the host name could not be looked up',
  EAI_FAIL: 'the host name could not be looked up',
  ESERVFAIL: 'the host name could not be looked up',
  // the connection
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'host unreachable',
  EHOSTDOWN: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ENETDOWN: 'network unreachable',
  EADDRNOTAVAIL: 'network unreachable',
  ETIMEDOUT: 'connecting timed out',
  UND_ERR_CONNECT_TIMEOUT: 'connecting timed out',
  ECONNRESET: 'connection reset by the receiver',
  ECONNABORTED: 'connection reset by the receiver',
  EPIPE: 'connection closed by the receiver',
  // TLS
  CERT_HAS_EXPIRED: "TLS: the receiver's certificate has expired",
  CERT_NOT_YET_VALID: "TLS: the receiver's certificate is not valid yet",
  CERT_REVOKED: "TLS: the receiver's certificate has been revoked",
  DEPTH_ZERO_SELF_SIGNED_CERT: "TLS: the receiver's certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "TLS: the receiver's certificate chain is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "TLS: the receiver's certificate cannot be verified",
  UNABLE_TO_GET_ISSUER_CERT: "TLS: the receiver's certificate is from an unknown authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "TLS: the receiver's certificate is from an unknown authority",
  ERR_TLS_CERT_ALTNAME_INVALID: "TLS: the receiver's certificate is for another host",
  ERR_SSL_WRONG_VERSION_NUMBER: 'TLS: the receiver does not speak TLS at this port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'TLS: the receiver does not speak TLS at this port',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'TLS: the handshake timed out',
  EPROTO: 'TLS: the handshake failed',
  // the answer
  UND_ERR_HEADERS_OVERFLOW: "the answer's headers are too large",
  HPE_HEADER_OVERFLOW: "the answer's headers are too large",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is not as long as it says',
};

/** The connection was ended in good order, but too early. */
const CLOSED = new Set(['UND_ERR_SOCKET', 'HPE_INVALID_EOF_STATE', 'HPE_CLOSED_CONNECTION']);
const TIMED_OUT = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_ABORTED',
  'ABORT_ERR',
]);

/** undici ends the connection for these, and tells them apart by its message alone. */
const UNASKED: Record<string, string> = {
  'bad response': 'the answer is not valid HTTP: 100 Continue, which was not asked for',
  'bad upgrade': 'the answer is not valid HTTP: a change of protocols, which was not asked for',
};

/** Why there was no answer, or no whole one, in words for a person and without anything about our own network. */
export function describeFailure(error: unknown, timeoutMs: number, phase: Phase = 'head'): string {
  const { name, code, message } = innermost(error);
  if (name === 'TimeoutError' || name === 'AbortError' || TIMED_OUT.has(code))
    return phase === 'head'
      ? `no answer within ${timeoutMs} ms`
      : `the answer did not end within ${timeoutMs} ms`;
  const unasked = UNASKED[message];
  if (unasked !== undefined) return unasked;
  if (CLOSED.has(code))
    return phase === 'head'
      ? 'connection closed by the receiver before an answer'
      : 'connection closed by the receiver within the answer';
  const words = WORDS[code];
  if (words !== undefined) return words;
  if (code.startsWith('HPE_') || name === 'HTTPParserError') return 'the answer is not valid HTTP';
  if (code.startsWith('ERR_SSL_')) return 'TLS: the handshake failed';
  return `the request failed (${code || name})`;
}

/** undici wraps the socket's error; a dual-stack connect gathers several in an AggregateError. */
function innermost(error: unknown): { name: string; code: string; message: string } {
  const {
    name = 'Error',
    message = '',
    code,
    cause,
    errors,
  } = error as {
    name?: string;
    message?: string;
    code?: string | number;
    cause?: unknown;
    errors?: unknown[];
  };
  if (code === undefined && cause) return innermost(cause);
  if (code === undefined && errors?.[0]) return innermost(errors[0]);
  return { name, message, code: typeof code === 'string' ? code : '' };
}
