import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { FeedRepository } from '@app/deliveries';

/** Forgets what nobody may ask the live feed for any more. Correct when two workers do it at once. */
@Injectable()
export class FeedCron {
  private readonly logger = new Logger(FeedCron.name);

  constructor(private readonly feed: FeedRepository) {}

  /** One that has to wait too long for its lock is tried again a minute later. */
  @Cron(CronExpression.EVERY_MINUTE)
  async emptyOldSlot(): Promise<void> {
    try {
      await this.feed.emptyOldSlot();
    } catch (error) {
      this.logger.warn(`Old entries of the live feed are still there: ${(error as Error).message}`);
    }
  }
}
