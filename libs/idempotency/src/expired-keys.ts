import { Injectable } from '@nestjs/common';
import { inBatches } from '@app/database';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';

/** Removes keys whose day is over. */
@Injectable()
export class ExpiredKeys {
  constructor(private readonly keys: IdempotencyKeysRepository) {}

  /** At most `limit`, the oldest first, in batches that are committed one by one; answers how many there were. */
  runOnce(limit: number): Promise<number> {
    return inBatches(limit, (most) => this.keys.deleteExpired(most));
  }
}
