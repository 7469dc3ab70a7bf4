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

/** Why there was no answer, in words for a person and without anything about our own network. */
export function describeFailure(error: unknown, timeoutMs: number): string {
  const { name, code } = innermost(error);
  if (name === 'TimeoutError' || name === 'AbortError' || TIMED_OUT.has(code))
    return `no answer within ${timeoutMs} ms`;
  if (code.startsWith('HPE_')) return 'the answer is not valid HTTP';
  return WORDS[code] ?? `the request failed (${code || name})`;
}

/** undici wraps the socket's error; a dual-stack connect gathers several in an AggregateError. */
function innermost(error: unknown): { name: string; code: string } {
  const {
    name = 'Error',
    code,
    cause,
    errors,
  } = error as {
    name?: string;
    code?: string | number;
    cause?: unknown;
    errors?: unknown[];
  };
  if (code === undefined && cause) return innermost(cause);
  if (code === undefined && errors?.[0]) return innermost(errors[0]);
  return { name, code: typeof code === 'string' ? code : '' };
}
