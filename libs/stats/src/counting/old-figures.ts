import { Injectable } from '@nestjs/common';
import { CountingRepository } from './counting.repository.js';

/** Removes cells of time that are no longer kept. */
@Injectable()
export class OldFigures {
  constructor(private readonly counting: CountingRepository) {}

  /** At most `limit` of each length of step, and as many of projects as of destinations; answers how many cells there were. */
  runOnce(limit: number): Promise<number> {
    return this.counting.deleteOld(limit);
  }
}
