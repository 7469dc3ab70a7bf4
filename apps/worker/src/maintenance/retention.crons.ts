import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { ExpiredTables, RetentionRun } from '@app/retention';
import { LeasedJobs } from './leased-jobs.js';

/** How long one run goes on when there is much to do: until the next, and it has to end within a shutdown. */
const DROP_MS = 20_000;
const ARCHIVE_MS = 9000;
/** It ends at once when the worker is to stop. */
const REMOVE_MS = 50_000;

/** Archives due events and frees the storage of expired ones. What each run did is noted (`GET /retention/runs`). */
@Injectable()
export class RetentionCrons {
  constructor(
    private readonly retention: RetentionRun,
    private readonly expired: ExpiredTables,
    private readonly jobs: LeasedJobs,
  ) {}

  @Cron(CronExpression.EVERY_10_SECONDS)
  archive(): Promise<void> {
    return this.jobs.tell('archive events', async () => {
      const done = await this.retention.runStep('archive', ARCHIVE_MS);
      return done && done.archived + done.deleted > 0
        ? `${done.archived}, and ${done.deleted} deleted that had expired`
        : undefined;
    });
  }

  @Cron(CronExpression.EVERY_MINUTE)
  async drop(): Promise<void> {
    await this.jobs.tell('drop archive slices', async () => {
      const done = await this.retention.runStep('drop', DROP_MS);
      if (!done?.partitions_dropped) return undefined;
      return `${done.partitions_dropped}, with ${done.deleted} events`;
    });
    await this.jobs.run('remove files of dropped slices', () => this.expired.runOnce(REMOVE_MS));
  }
}
