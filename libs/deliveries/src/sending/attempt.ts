import type { Exchange, Headers, SentRequest } from './wire-watch.js';

/** One try as it is kept with its delivery and shown by the API. */
export interface Attempt {
  number: number;
  started_at: string;
  duration_ms: number;
  status_code: number | null;
  error: string | null;
  response_head: string | null;
  /** Of tests, and not of all that a delivery is tried. */
  request?: SentRequest | null;
  response_headers?: Headers | null;
}

/** What one try came to, before anything is decided of it. */
export interface SendResult {
  durationMs: number;
  statusCode: number | null;
  /** In words for a person; null when there was a whole answer. A status beside it counts all the same. */
  error: string | null;
  responseHead: string | null;
  /** Milliseconds that the receiver asked to be left alone (Retry-After). */
  retryAfterMs: number | null;
  /** The guard refused the address, or the template failed: trying again cannot help. */
  refused: boolean;
  /** A queue has the job; an endpoint says so by its status. */
  queued?: boolean;
  /** What was on the wire, of a request that asked for it. */
  exchange?: Exchange;
}

/** A try that came to nothing but what is said. */
export function resultOf(rest: Partial<SendResult>): SendResult {
  return {
    durationMs: 0,
    statusCode: null,
    error: null,
    responseHead: null,
    retryAfterMs: null,
    refused: false,
    ...rest,
  };
}
