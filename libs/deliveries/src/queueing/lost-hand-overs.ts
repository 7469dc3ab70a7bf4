import { Injectable, Logger } from '@nestjs/common';
import { QueueLosses } from '@app/queue';
import { HandOverRepository } from './hand-over.repository.js';

const BATCH = 5000;

/**
 * Makes the sweep hand over again what Redis has lost, as soon as the loss is over and not at the end of each lease. What
 * was not lost, or is being sent right now, may go out a second time, under the same message id: nobody can tell which
 * jobs are gone.
 */
@Injectable()
export class LostHandOvers {
  private readonly logger = new Logger(LostHandOvers.name);
  private isOwed = false;

  constructor(
    private readonly losses: QueueLosses,
    private readonly repository: HandOverRepository,
  ) {}

  /**
   * To be called once a second; safe in any number of processes. Answers how many deliveries are due again. When it fails,
   * the loss is made up for at the next call.
   */
  async runOnce(): Promise<number> {
    this.isOwed = (await this.losses.isToBeMadeUp()) || this.isOwed;
    if (!this.isOwed) return 0;
    // what the sweep hands over meanwhile is not lost
    const newest = await this.repository.leaseEnd();
    let ended = 0;
    for (let batch = BATCH; batch === BATCH; ended += batch)
      batch = await this.repository.endLeases(BATCH, newest);
    this.isOwed = false;
    if (ended > 0) this.logger.warn(`Redis may have lost jobs: ${ended} deliveries are handed over again`);
    return ended;
  }
}
