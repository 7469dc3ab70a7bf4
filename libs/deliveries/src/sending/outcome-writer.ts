import { Injectable, Logger } from '@nestjs/common';
import { throughOutage } from '@app/database';
import { GroupCommit } from '../recording/group-commit.js';
import { DeliverRepository } from './deliver.repository.js';
import { type Outcome } from './deliver.repository.js';

const MAX_BATCH = 500;
/** A worker never has more tries under way than this, so nothing is refused. */
const MAX_WAITING = 100_000;

/**
 * For how long a PostgreSQL that is away is waited for: the receiver has answered, and is not to be asked again because of
 * a restart. Less than a process may take to stop.
 */
export const OUTAGE_MS = 20_000;

type RetryListener = (delayMs: number) => void;

/** Writes what tries came to, many at a time. A job ends only after the outcomes of its deliveries are committed. */
@Injectable()
export class OutcomeWriter {
  private readonly logger = new Logger(OutcomeWriter.name);
  private readonly listeners: RetryListener[] = [];
  private readonly commits = new GroupCommit<Outcome, void>((outcomes) => this.flush(outcomes), {
    maxBatch: MAX_BATCH,
    maxWaiting: MAX_WAITING,
  });

  constructor(private readonly repository: DeliverRepository) {}

  write(outcome: Outcome): Promise<void> {
    return this.commits.submit(outcome);
  }

  /** Tells of every delivery that has to be tried again, and in how many ms, once that is committed. */
  onRetry(listener: RetryListener): void {
    this.listeners.push(listener);
  }

  private async flush(outcomes: Outcome[]): Promise<void[]> {
    const written = await throughOutage(OUTAGE_MS, () => this.repository.record(outcomes));
    for (const { ref, status, delayMs } of outcomes) {
      // Deleted or cancelled during the try, or handed over again because this process was too slow.
      if (!written.has(ref.id))
        this.logger.warn(`Delivery ${ref.id} was no longer this worker's: ${status} not written`);
      else if (delayMs !== null) for (const listener of this.listeners) listener(delayMs);
    }
    return outcomes.map(() => undefined);
  }
}
