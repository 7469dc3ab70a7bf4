/** What went wrong, in terms of the domain. The api maps a kind to an HTTP status, the worker to retry or dead. */
export type ErrorKind =
  | 'unreadable'
  | 'unauthenticated'
  | 'forbidden'
  | 'invalid'
  | 'not_found'
  | 'conflict'
  | 'precondition_failed'
  | 'too_large'
  | 'unsupported_media_type'
  | 'rate_limited'
  | 'unavailable';

/** One fault of a request: `pointer` is a JSON Pointer (RFC 6901) to the place, `detail` a sentence for a person. */
export interface Fault {
  pointer: string;
  detail: string;
}

interface AppErrorOptions {
  faults?: Fault[];
  /** Whole seconds after which trying again makes sense. */
  retryAfter?: number;
  cause?: unknown;
}

/** An error that its caller can act on: a kind, a stable code such as `trigger.not_found`, and a sentence. */
export class AppError extends Error {
  readonly faults: Fault[];
  readonly retryAfter: number | undefined;

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    detail: string,
    options: AppErrorOptions = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'AppError';
    this.faults = options.faults ?? [];
    this.retryAfter = options.retryAfter;
  }
}

/** `noun` is the vocabulary's word: trigger, event, destination. */
export function notFound(noun: string): AppError {
  return new AppError('not_found', `${noun}.not_found`, `There is no such ${noun}.`);
}

export function invalid(faults: Fault[]): AppError {
  return new AppError('invalid', 'request.invalid', 'The request has invalid fields.', { faults });
}

/** Credentials are missing, wrong, expired or revoked; which of these is not told. */
export function unauthenticated(
  detail = 'Send valid credentials: Authorization: Bearer <API key or token>.',
): AppError {
  return new AppError('unauthenticated', 'auth.unauthenticated', detail);
}

export function forbidden(code: string, detail: string): AppError {
  return new AppError('forbidden', code, detail);
}

export function conflict(code: string, detail: string): AppError {
  return new AppError('conflict', code, detail);
}

/** The thing is no longer as whoever wants to change it has seen it. */
export function preconditionFailed(): AppError {
  return new AppError(
    'precondition_failed',
    'precondition.failed',
    'It has been changed since you read it. Get it again, and send your change with the ETag of that answer in If-Match.',
  );
}

/** `retryAfterSeconds` in whole seconds. */
export function rateLimited(retryAfterSeconds: number): AppError {
  return new AppError(
    'rate_limited',
    'request.rate_limited',
    'Too many requests. Try again after Retry-After.',
    {
      retryAfter: retryAfterSeconds,
    },
  );
}

export function unavailable(code: string, detail: string, cause?: unknown): AppError {
  return new AppError('unavailable', code, detail, { retryAfter: 1, cause });
}
