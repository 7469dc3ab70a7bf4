import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { isDatabaseAway } from '@app/database';
import { DeliveryQueue } from '../queueing/delivery-queue.js';
import { EventWriterRepository } from './event-writer.repository.js';
import type { Firing, RecordedEvent } from './firing.js';
import { GroupCommit } from './group-commit.js';

const MAX_BATCH = 500;
const MAX_WAITING = 5_000;

/** Writes firings down, many at a time, and hands their deliveries to the queue once they are committed. */
@Injectable()
export class EventRecorder implements BeforeApplicationShutdown {
  private readonly commits = new GroupCommit<Firing, RecordedEvent | undefined>(
    (firings) => this.flush(firings),
    {
      maxBatch: MAX_BATCH,
      maxWaiting: MAX_WAITING,
    },
  );

  constructor(
    private readonly writer: EventWriterRepository,
    private readonly queue: DeliveryQueue,
  ) {}

  /**
   * Settles after the commit. Answers undefined, and has written nothing, when the trigger has changed since the
   * firing read it. Throws `unavailable` when too much waits already.
   */
  record(firing: Firing): Promise<RecordedEvent | undefined> {
    return this.commits.submit(firing);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.commits.drain();
  }

  private async flush(firings: Firing[]): Promise<(RecordedEvent | undefined | Error)[]> {
    const events = await this.write(firings);
    this.queue.handOver(events.flatMap((event) => (event && 'deliveries' in event ? event.deliveries : [])));
    return events;
  }

  /** A firing that PostgreSQL refuses must not take its neighbours with it: halves are tried until it stands alone. */
  private async write(firings: Firing[]): Promise<(RecordedEvent | undefined | Error)[]> {
    try {
      return await this.writer.write(firings);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      if (firings.length === 1) return [error as Error];
      const middle = firings.length >> 1;
      return [...(await this.write(firings.slice(0, middle))), ...(await this.write(firings.slice(middle)))];
    }
  }
}
