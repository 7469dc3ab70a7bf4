import { AppError } from '@app/errors';

/** The key answers for another request already. */
export function keyReused(): AppError {
  return new AppError(
    'invalid',
    'idempotency.key_reused',
    'The Idempotency-Key was used for another request. Send a new key with a new request.',
  );
}

/** The first request with the key has no answer yet. Most requests have theirs within a second. */
export function keyInProgress(): AppError {
  return new AppError(
    'conflict',
    'idempotency.in_progress',
    'The first request with this Idempotency-Key is still running. Try again shortly.',
    { retryAfter: 1 },
  );
}
