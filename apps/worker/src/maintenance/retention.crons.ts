import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { RetentionRun } from '@app/retention';
import { LeasedJobs } from './leased-jobs.js';

/** How long one run goes on when there is much to do: the next is a minute away, and it has to end within a shutdown. */
const DROP_MS = 20_000;

/** Frees the storage of expired events. What each run did is noted (`GET /retention/runs`). */
@Injectable()
export class RetentionCrons {
  constructor(
    private readonly retention: RetentionRun,
    private readonly jobs: LeasedJobs,
  ) {}

  @Cron(CronExpression.EVERY_MINUTE)
  drop(): Promise<void> {
    return this.jobs.tell('drop archive slices', async () => {
      const done = await this.retention.runStep('drop', DROP_MS);
      if (!done?.partitions_dropped) return undefined;
      return `${done.partitions_dropped}, with ${done.deleted} events`;
    });
  }
}
