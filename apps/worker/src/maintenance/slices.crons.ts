import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { SlicesRepository } from '@app/events';
import { LeasedJobs } from './leased-jobs.js';

const WHAT = 'create archive slices';

/** Makes the partitions that will be needed. */
@Injectable()
export class SlicesCrons implements OnApplicationBootstrap {
  constructor(
    private readonly slices: SlicesRepository,
    private readonly jobs: LeasedJobs,
  ) {}

  /** A worker that was away for long does not wait for the next full hour. */
  onApplicationBootstrap(): Promise<void> {
    return this.create();
  }

  @Cron(CronExpression.EVERY_HOUR)
  create(): Promise<void> {
    return this.jobs.run(WHAT, () => this.slices.createAhead());
  }
}
