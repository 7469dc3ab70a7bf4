import { Injectable } from '@nestjs/common';
import { Clock, uuidV7Floor } from '@app/clock';
import { ReplaysRepository } from './replays.repository.js';

const KEPT_MS = 30 * 86_400_000;

/** Forgets replays that ended more than 30 days ago. */
@Injectable()
export class OldReplays {
  constructor(
    private readonly replays: ReplaysRepository,
    private readonly clock: Clock,
  ) {}

  /** At most `limit`; answers how many there were. */
  runOnce(limit: number): Promise<number> {
    return this.replays.deleteOld(uuidV7Floor(this.clock.now() - KEPT_MS), limit);
  }
}
