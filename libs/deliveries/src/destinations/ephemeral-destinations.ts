import { Injectable } from '@nestjs/common';
import { inBatches } from '@app/database';
import { DestinationsRepository } from './destinations.repository.js';

/** Removes the inline destinations of drafts whose time is over. */
@Injectable()
export class EphemeralDestinations {
  constructor(private readonly destinations: DestinationsRepository) {}

  /** At most `limit`, in batches; answers how many there were. */
  runOnce(limit: number): Promise<number> {
    return inBatches(limit, (most) => this.destinations.deleteEphemeral(most));
  }
}
