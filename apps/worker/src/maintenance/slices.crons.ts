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

  /** A worker that was away for long waits neither for the next full hour nor for the lease of one that was killed. */
  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.runAtOnce(WHAT, () => this.slices.createAhead());
  }

  @Cron(CronExpression.EVERY_HOUR)
  create(): Promise<void> {
    return this.jobs.run(WHAT, () => this.slices.createAhead());
  }
}
