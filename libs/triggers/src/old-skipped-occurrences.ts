import { Injectable } from '@nestjs/common';
import { OccurrencesRepository } from './occurrences.repository.js';

/** Forgets spans of skipped occurrences that were noted more than 30 days ago. */
@Injectable()
export class OldSkippedOccurrences {
  constructor(private readonly occurrences: OccurrencesRepository) {}

  /** At most `limit` spans; answers how many there were. */
  runOnce(limit: number): Promise<number> {
    return this.occurrences.deleteOld(limit);
  }
}
