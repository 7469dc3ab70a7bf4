import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { OldFeedSlots } from '@app/deliveries';
import { LeasedJobs } from './leased-jobs.js';

/** Forgets what nobody may ask the live feed for any more. */
@Injectable()
export class FeedCron {
  private readonly logger = new Logger(FeedCron.name);

  constructor(
    private readonly slots: OldFeedSlots,
    private readonly jobs: LeasedJobs,
  ) {}

  /** One that has to wait too long for its lock is tried again a minute later. */
  @Cron(CronExpression.EVERY_MINUTE)
  emptyOldSlot(): Promise<void> {
    return this.jobs.run('empty a slot of the live feed', async () => {
      const { emptied, uncounted } = await this.slots.runOnce(1);
      if (uncounted)
        this.logger.warn('Nobody has counted for an hour: what happened is missing in the figures');
      return emptied;
    });
  }
}
