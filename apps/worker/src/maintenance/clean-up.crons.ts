import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { ExpiredSessions } from '@app/auth';
import { ExpiredLeases } from '@app/database';
import { EphemeralDestinations, OldReplays } from '@app/deliveries';
import { ExpiredKeys } from '@app/idempotency';
import { OldRuns } from '@app/retention';
import { OldFigures } from '@app/stats';
import { OldSkippedOccurrences } from '@app/triggers';
import { LeasedJobs } from './leased-jobs.js';

/** What one run removes at most. */
const LIMIT = 1000;
/** Of what others may make as fast as they can ask for it: a minute's share of 1,000 a second. */
const MINUTE_LIMIT = 60_000;
/** Of keys, which come as fast as firings do: a minute's share. */
const KEYS_LIMIT = 300_000;
/** Of runs, of which a busy archive has up to ten a minute. */
const RUNS_LIMIT = 5000;
/** Of each kind of cells: a minute's share of some 5,000 destinations that are all busy. */
const CELLS_LIMIT = 5000;

/** Removes rows whose time is over. */
@Injectable()
export class CleanUpCrons {
  constructor(
    private readonly jobs: LeasedJobs,
    private readonly destinations: EphemeralDestinations,
    private readonly sessions: ExpiredSessions,
    private readonly keys: ExpiredKeys,
    private readonly occurrences: OldSkippedOccurrences,
    private readonly replays: OldReplays,
    private readonly runs: OldRuns,
    private readonly figures: OldFigures,
    private readonly leases: ExpiredLeases,
  ) {}

  @Cron(CronExpression.EVERY_MINUTE)
  ephemeralDestinations(): Promise<void> {
    return this.jobs.run('remove destinations of drafts', () => this.destinations.runOnce(MINUTE_LIMIT));
  }

  @Cron(CronExpression.EVERY_MINUTE)
  expiredSessions(): Promise<void> {
    return this.jobs.run('remove expired sessions', () => this.sessions.runOnce(MINUTE_LIMIT));
  }

  @Cron(CronExpression.EVERY_MINUTE)
  oldOccurrences(): Promise<void> {
    return this.jobs.run('forget skipped occurrences', () => this.occurrences.runOnce(MINUTE_LIMIT));
  }

  @Cron(CronExpression.EVERY_10_MINUTES)
  oldReplays(): Promise<void> {
    return this.jobs.run('forget replays', () => this.replays.runOnce(LIMIT));
  }

  @Cron(CronExpression.EVERY_10_MINUTES)
  oldRuns(): Promise<void> {
    return this.jobs.run('forget runs of retention', () => this.runs.runOnce(RUNS_LIMIT));
  }

  @Cron(CronExpression.EVERY_MINUTE)
  oldFigures(): Promise<void> {
    return this.jobs.run('forget old figures', () => this.figures.runOnce(CELLS_LIMIT));
  }

  @Cron(CronExpression.EVERY_HOUR)
  expiredLeases(): Promise<void> {
    return this.jobs.run('remove leases that ran out', () => this.leases.runOnce(LIMIT));
  }

  @Cron(CronExpression.EVERY_MINUTE)
  expiredKeys(): Promise<void> {
    return this.jobs.run('remove expired idempotency keys', () => this.keys.runOnce(KEYS_LIMIT));
  }
}
