import { Injectable } from '@nestjs/common';
import { LeasesRepository } from './leases.repository.js';

/** Removes the leases of owners that died. */
@Injectable()
export class ExpiredLeases {
  constructor(private readonly leases: LeasesRepository) {}

  /** At most `limit`; answers how many there were. */
  runOnce(limit: number): Promise<number> {
    return this.leases.deleteExpired(limit);
  }
}
