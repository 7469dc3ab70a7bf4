import { Injectable } from '@nestjs/common';
import { RetentionRunsRepository } from './retention-runs.repository.js';

/** Forgets runs that are older than 30 days, but those that are under way. */
@Injectable()
export class OldRuns {
  constructor(private readonly runs: RetentionRunsRepository) {}

  /** At most `limit`; answers how many there were. */
  runOnce(limit: number): Promise<number> {
    return this.runs.deleteOld(limit);
  }
}
