import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { ExpiredSessions } from '@app/auth';
import { DestinationsRepository } from '@app/deliveries';
import { SlicesRepository } from '@app/events';
import { IdempotencyKeysRepository } from '@app/idempotency';
import { OccurrencesRepository } from '@app/triggers';

const BATCH = 1000;
/** Of keys, which come as fast as firings do: a minute's share is up to 300,000. */
const KEYS_BATCH = 5000;
const KEYS_BATCHES = 60;

/** Housekeeping. Each job is bounded, and correct when two workers run it at once. */
@Injectable()
export class MaintenanceCrons implements OnApplicationBootstrap {
  private readonly logger = new Logger(MaintenanceCrons.name);

  constructor(
    private readonly slices: SlicesRepository,
    private readonly destinations: DestinationsRepository,
    private readonly sessions: ExpiredSessions,
    private readonly keys: IdempotencyKeysRepository,
    private readonly occurrences: OccurrencesRepository,
  ) {}

  /** A worker that was away for long must not wait for the next full hour. */
  async onApplicationBootstrap(): Promise<void> {
    await this.createSlices();
  }

  @Cron(CronExpression.EVERY_HOUR)
  createSlices(): Promise<void> {
    return this.run('create archive slices', () => this.slices.createAhead());
  }

  @Cron(CronExpression.EVERY_10_MINUTES)
  removeEphemeralDestinations(): Promise<void> {
    return this.run('remove destinations of drafts', () => this.destinations.deleteEphemeral(BATCH));
  }

  @Cron(CronExpression.EVERY_10_MINUTES)
  removeExpiredSessions(): Promise<void> {
    return this.run('remove expired sessions', () => this.sessions.runOnce(BATCH));
  }

  @Cron(CronExpression.EVERY_10_MINUTES)
  forgetOldOccurrences(): Promise<void> {
    return this.run('forget skipped occurrences', () => this.occurrences.deleteOld(BATCH));
  }

  @Cron(CronExpression.EVERY_MINUTE)
  removeExpiredKeys(): Promise<void> {
    return this.run('remove expired idempotency keys', async () => {
      let removed = 0;
      for (let batch = 0; batch < KEYS_BATCHES && removed === batch * KEYS_BATCH; batch++)
        removed += await this.keys.deleteExpired(KEYS_BATCH);
      return removed;
    });
  }

  private async run(what: string, work: () => Promise<number>): Promise<void> {
    try {
      const count = await work();
      if (count > 0) this.logger.log(`${what}: ${count}`);
    } catch (error) {
      this.logger.error(`${what} failed: ${(error as Error).message}`);
    }
  }
}
