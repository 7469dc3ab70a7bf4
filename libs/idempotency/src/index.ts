export { Claims } from './claims.js';
export { ExpiredKeys } from './expired-keys.js';
export { fingerprintOf } from './fingerprint.js';
export { readIdempotencyKey, type IdempotencyKey } from './idempotency-key.js';
export { IdempotencyModule } from './idempotency.module.js';
export { keyInProgress, keyReused } from './refusals.js';
