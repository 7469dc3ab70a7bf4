import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { SlicesAhead } from '@app/events';
import { LeasedJobs } from './leased-jobs.js';

const WHAT = 'create archive slices';
/** A day takes 45 slices: so much is missing after ten days without a worker. After longer ones the next runs go on. */
const LIMIT = 500;

/** Makes the partitions that will be needed. */
@Injectable()
export class SlicesCrons implements OnApplicationBootstrap {
  constructor(
    private readonly slices: SlicesAhead,
    private readonly jobs: LeasedJobs,
  ) {}

  /** A worker that was away for long does not wait for the next full hour. */
  onApplicationBootstrap(): Promise<void> {
    return this.create();
  }

  @Cron(CronExpression.EVERY_HOUR)
  create(): Promise<void> {
    return this.jobs.run(WHAT, () => this.slices.runOnce(LIMIT));
  }
}
