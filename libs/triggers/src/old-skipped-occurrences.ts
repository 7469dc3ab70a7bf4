import { Injectable } from '@nestjs/common';
import { inBatches } from '@app/database';
import { OccurrencesRepository } from './occurrences.repository.js';

/** Forgets spans of skipped occurrences that were noted more than 30 days ago. */
@Injectable()
export class OldSkippedOccurrences {
  constructor(private readonly occurrences: OccurrencesRepository) {}

  /** At most `limit` spans, in batches; answers how many there were. */
  runOnce(limit: number): Promise<number> {
    return inBatches(limit, (most) => this.occurrences.deleteOld(most));
  }
}
