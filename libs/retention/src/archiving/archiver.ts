import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventMover, SliceUnready } from '@app/deliveries';
import { ACTIVE, archiveBucket, KEPT } from '@app/events';
import { DueEventsRepository, START } from './due-events.repository.js';
import { type DueEvent, type Position } from './due-events.repository.js';
import type { Place } from './due-statements.js';

/** Events of one transaction: with 1,000 a move took a fifth longer, and longer batches keep others waiting longer. */
const BATCH = 2500;

export interface ArchiverTurn {
  archived: number;
  deleted: number;
  /** Whether the limit was reached: there may be more to do. */
  more: boolean;
}

const BUCKETS: Record<Place, number> = { active: ACTIVE, kept: KEPT };

/**
 * Takes events out of the active set: those that are due, and whose deliveries have ended, to the archive; and deletes
 * those that have expired there or among the kept ones. Correct in any number of processes at once.
 */
@Injectable()
export class Archiver {
  private readonly logger = new Logger(Archiver.name);

  constructor(
    private readonly due: DueEventsRepository,
    private readonly mover: EventMover,
  ) {}

  /**
   * At most `limit` events are archived or deleted, in batches that are committed one by one. Each due event is looked at
   * once, so that those that cannot go yet do not keep the others waiting.
   */
  async runOnce(limit: number): Promise<ArchiverTurn> {
    const turn: ArchiverTurn = { archived: 0, deleted: 0, more: false };
    await this.mover.endExpiredArchived(limit);
    for (const place of ['active', 'kept'] as const) await this.walk(place, turn, limit);
    return { ...turn, more: left(turn, limit) <= 0 };
  }

  private async walk(place: Place, turn: ArchiverTurn, limit: number): Promise<void> {
    let after = START;
    while (left(turn, limit) > 0) {
      const end = await this.due.endOfPage(place, after, BATCH);
      const { archived, deleted } = await this.batch(place, after, end, left(turn, limit));
      turn.archived += archived;
      turn.deleted += deleted;
      if (!end) return;
      after = end;
    }
  }

  /** One transaction. What it cannot do now, because a slice is being dropped, another run will do. */
  private async batch(place: Place, after: Position, end: Position | undefined, limit: number) {
    try {
      return await this.mover.transaction(async (manager) => {
        const events = await this.due.lock(place, after, end, limit, manager);
        return this.take(BUCKETS[place], events, manager);
      });
    } catch (error) {
      if (!(error instanceof SliceUnready)) throw error;
      this.logger.warn(`A batch of due events stays where it is for now: ${error.message}`);
      return { archived: 0, deleted: 0 };
    }
  }

  /** A delivery may have been added between the look and the lock: what is open now stays, and so does its event. */
  private async take(bucket: number, events: DueEvent[], manager: EntityManager) {
    const expired = events.flatMap(({ id, expired }) => (expired ? id : []));
    await this.mover.endOpen(manager, bucket, expired);
    const deleted = await this.mover.remove(manager, bucket, expired);
    const moves = events.flatMap(({ id, expired, lifetime_ms }) =>
      expired ? [] : { id, to: archiveBucket(lifetime_ms) },
    );
    return { archived: await this.mover.move(manager, bucket, moves), deleted };
  }
}

function left({ archived, deleted }: ArchiverTurn, limit: number): number {
  return limit - archived - deleted;
}
