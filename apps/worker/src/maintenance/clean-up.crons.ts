import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { ExpiredSessions } from '@app/auth';
import { Leases } from '@app/database';
import { DestinationsRepository, Replays } from '@app/deliveries';
import { IdempotencyKeysRepository } from '@app/idempotency';
import { RetentionRuns } from '@app/retention';
import { CountFeed } from '@app/stats';
import { OccurrencesRepository } from '@app/triggers';
import { LeasedJobs } from './leased-jobs.js';

const BATCH = 1000;
/** Of keys, which come as fast as firings do: a minute's share is up to 300,000. */
const KEYS_BATCH = 5000;
const KEYS_BATCHES = 60;
/** Of runs, of which a busy archive has up to ten a minute. */
const RUNS_BATCH = 5000;
/** Of each kind of cells: a minute's share of some 5,000 destinations that are all busy. */
const CELLS_BATCH = 5000;

/** Removes rows whose time is over. */
@Injectable()
export class CleanUpCrons {
  constructor(
    private readonly jobs: LeasedJobs,
    private readonly destinations: DestinationsRepository,
    private readonly sessions: ExpiredSessions,
    private readonly keys: IdempotencyKeysRepository,
    private readonly occurrences: OccurrencesRepository,
    private readonly replays: Replays,
    private readonly runs: RetentionRuns,
    private readonly counter: CountFeed,
    private readonly leases: Leases,
  ) {}

  @Cron(CronExpression.EVERY_10_MINUTES)
  ephemeralDestinations(): Promise<void> {
    return this.jobs.run('remove destinations of drafts', () => this.destinations.deleteEphemeral(BATCH));
  }

  @Cron(CronExpression.EVERY_10_MINUTES)
  expiredSessions(): Promise<void> {
    return this.jobs.run('remove expired sessions', () => this.sessions.runOnce(BATCH));
  }

  @Cron(CronExpression.EVERY_10_MINUTES)
  oldOccurrences(): Promise<void> {
    return this.jobs.run('forget skipped occurrences', () => this.occurrences.deleteOld(BATCH));
  }

  @Cron(CronExpression.EVERY_10_MINUTES)
  oldReplays(): Promise<void> {
    return this.jobs.run('forget replays', () => this.replays.deleteOld(BATCH));
  }

  @Cron(CronExpression.EVERY_10_MINUTES)
  oldRuns(): Promise<void> {
    return this.jobs.run('forget runs of retention', () => this.runs.deleteOld(RUNS_BATCH));
  }

  @Cron(CronExpression.EVERY_MINUTE)
  oldFigures(): Promise<void> {
    return this.jobs.run('forget old figures', () => this.counter.deleteOld(CELLS_BATCH));
  }

  @Cron(CronExpression.EVERY_HOUR)
  expiredLeases(): Promise<void> {
    return this.jobs.run('remove leases that ran out', () => this.leases.deleteExpired(BATCH));
  }

  @Cron(CronExpression.EVERY_MINUTE)
  expiredKeys(): Promise<void> {
    return this.jobs.run('remove expired idempotency keys', async () => {
      let removed = 0;
      for (let batch = 0; batch < KEYS_BATCHES && removed === batch * KEYS_BATCH; batch++)
        removed += await this.keys.deleteExpired(KEYS_BATCH);
      return removed;
    });
  }
}
