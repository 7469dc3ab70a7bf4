import { Injectable } from '@nestjs/common';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';

/** Keys of one transaction. */
const BATCH = 5000;

/** Removes keys whose day is over. */
@Injectable()
export class ExpiredKeys {
  constructor(private readonly keys: IdempotencyKeysRepository) {}

  /** At most `limit`, the oldest first, in batches that are committed one by one; answers how many there were. */
  async runOnce(limit: number): Promise<number> {
    let removed = 0;
    while (removed < limit) {
      const wanted = Math.min(BATCH, limit - removed);
      const batch = await this.keys.deleteExpired(wanted);
      removed += batch;
      if (batch < wanted) break;
    }
    return removed;
  }
}
