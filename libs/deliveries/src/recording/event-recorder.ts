import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { isDatabaseAway } from '@app/database';
import type { IdempotencyKey } from '@app/idempotency';
import { DeliveryQueue } from '../queueing/delivery-queue.js';
import { EventWriterRepository } from './event-writer.repository.js';
import type { Firing, RecordedEvent } from './firing.js';
import { GroupCommit } from './group-commit.js';
import { KeyedFiringsRepository } from './keyed-firings.repository.js';

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
    private readonly keys: KeyedFiringsRepository,
  ) {}

  /**
   * Settles after the commit. Answers undefined, and has written nothing, when the trigger has changed since the
   * firing read it, or a key was given free in the very moment: decide again. A firing whose key was taken before
   * writes nothing and is answered with the event of then. Throws `unavailable` when too much waits already, and
   * `idempotency.key_reused` or `idempotency.in_progress` when its key is another request's.
   */
  record(firing: Firing): Promise<RecordedEvent | undefined> {
    return this.commits.submit(firing);
  }

  /** The event that a key was taken with; undefined if it was not. Throws `idempotency.key_reused`. */
  async recall(projectId: string, key: IdempotencyKey): Promise<RecordedEvent | undefined> {
    const [event] = await this.keys.recall([{ project_id: projectId, key }]);
    if (event instanceof Error) throw event;
    return event;
  }

  /** The same when only the fingerprint can tell the project. */
  recallOfAnyProject(key: IdempotencyKey): Promise<RecordedEvent | undefined> {
    return this.keys.recallOfAnyProject(key);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.commits.drain();
  }

  private async flush(firings: Firing[]): Promise<(RecordedEvent | undefined | Error)[]> {
    const events = await this.write(firings);
    this.queue.handOver(events.flatMap((event) => (event && 'deliveries' in event ? event.deliveries : [])));
    return this.withFirsts(firings, events);
  }

  /** Who lost a key, to a neighbour or to somebody before, is answered with what the key was taken with. */
  private async withFirsts(
    firings: Firing[],
    events: (RecordedEvent | undefined | Error)[],
  ): Promise<(RecordedEvent | undefined | Error)[]> {
    const lost = firings.flatMap(({ project_id, key }, index) =>
      key && events[index] === undefined ? [{ index, project_id, key }] : [],
    );
    if (lost.length === 0) return events;
    // What is committed is committed: when the look-up fails, it fails for those who need it.
    const firsts = await this.keys.recall(lost).catch((error: Error) => lost.map(() => error));
    const answers = [...events];
    for (const [n, { index }] of lost.entries()) answers[index] = firsts[n];
    return answers;
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
