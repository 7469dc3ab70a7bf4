export { Claims } from './claims.js';
export { fingerprintOf } from './fingerprint.js';
export { readIdempotencyKey, type IdempotencyKey } from './idempotency-key.js';
export { IdempotencyKeysRepository } from './idempotency-keys.repository.js';
export { IdempotencyModule } from './idempotency.module.js';
export { keyInProgress, keyReused } from './refusals.js';
