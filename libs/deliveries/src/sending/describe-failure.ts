const WORDS: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by the receiver',
  EPIPE: 'connection closed by the receiver',
  ENOTFOUND: 'the host name does not resolve',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connecting timed out',
  UND_ERR_CONNECT_TIMEOUT: 'connecting timed out',
  UND_ERR_SOCKET: 'connection closed by the receiver',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is not valid HTTP',
  UND_ERR_HEADERS_OVERFLOW: "the answer's headers are too large",
  CERT_HAS_EXPIRED: "TLS: the receiver's certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "TLS: the receiver's certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "TLS: the receiver's certificate chain is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "TLS: the receiver's certificate cannot be verified",
  ERR_TLS_CERT_ALTNAME_INVALID: "TLS: the receiver's certificate is for another host",
};

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

/** Why there was no answer, in words for a person and without anything about our own network. */
export function describeFailure(error: unknown, timeoutMs: number): string {
  const { name, code, message } = innermost(error);
  if (name === 'TimeoutError' || name === 'AbortError' || TIMED_OUT.has(code))
    return `no answer within ${timeoutMs} ms`;
  if (code.startsWith('HPE_') || name === 'HTTPParserError') return 'the answer is not valid HTTP';
  if (code.startsWith('ERR_SSL_')) return 'TLS: the handshake failed';
  return UNASKED[message] ?? WORDS[code] ?? `the request failed (${code || name})`;
}

/** Why there was a status and not the whole of its answer. */
export function describeBrokenAnswer(error: unknown, timeoutMs: number): string {
  const words = describeFailure(error, timeoutMs);
  return words.startsWith('no answer')
    ? `the answer did not end within ${timeoutMs} ms`
    : `the answer broke off: ${words}`;
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
