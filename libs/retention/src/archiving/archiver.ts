import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventMover, SliceUnready } from '@app/deliveries';
import { ACTIVE, archiveBucket, KEPT } from '@app/events';
import { BeforeDrop, HeldUp } from '../dropping/before-drop.js';
import { DueEventsRepository, START } from './due-events.repository.js';
import { type DueEvent, type Page, type Position } from './due-events.repository.js';
import type { Place } from './due-statements.js';

/** Events of one transaction, a tenth of a second: with 1,000 they took a fifth longer, and more keep others waiting. */
const BATCH = 5000;
/**
 * Pages of one turn, which is what a process that is to stop waits for, and after which a run's time is looked at: a
 * destination may be away that millions of deliveries wait for.
 */
const PAGES = 50;

export interface ArchiverTurn {
  archived: number;
  deleted: number;
  /** Whether it ended before all was looked at: there may be more to do. */
  more: boolean;
  /** Why expired events were not deleted. */
  error?: string;
}

/** What a turn has done, and how many more events it may take and pages look at beside what is under way. */
interface Turn {
  archived: number;
  deleted: number;
  room: number;
  pages: number;
  /** Why nothing more is deleted in this turn. */
  error?: string;
}

/** How far a turn that ended early had come. */
interface LeftAt {
  after: Position;
  freeOnly: boolean;
}

const BUCKETS: Record<Place, number> = { active: ACTIVE, kept: KEPT };

/**
 * Takes events out of the active set: those that are due, and whose deliveries have ended, to the archive; and deletes
 * those that have expired there or among the kept ones. Correct in any number of processes at once.
 */
@Injectable()
export class Archiver {
  private readonly logger = new Logger(Archiver.name);
  private readonly leftAt: Partial<Record<Place, LeftAt>> = {};

  constructor(
    private readonly due: DueEventsRepository,
    private readonly mover: EventMover,
    private readonly beforeDrop: BeforeDrop,
  ) {}

  /**
   * At most `limit` events are archived or deleted, in batches that are committed one by one, and at most `pages` pages of
   * due events are looked at. The next turn of this process goes on from there: each is looked at once, so that those that
   * cannot go yet do not keep the others waiting.
   */
  async runOnce(limit: number, pages = PAGES): Promise<ArchiverTurn> {
    await this.mover.endExpiredArchived(limit);
    const turn: Turn = { archived: 0, deleted: 0, room: limit, pages };
    for (const place of ['active', 'kept'] as const) await this.walk(place, turn);
    const { archived, deleted, error } = turn;
    const more = turn.room <= 0 || turn.pages <= 0;
    return { archived, deleted, more, ...(error !== undefined && { error }) };
  }

  /**
   * Two batches are under way at a time: the server moves one while the other is on its way here and back. As long as all
   * can go, nobody asks before locking them. Where some cannot, they are left out of the locks from then on: thousands that
   * wait for a dead destination are not to be written to again and again.
   */
  private async walk(place: Place, turn: Turn): Promise<void> {
    let { after, freeOnly }: LeftAt = this.leftAt[place] ?? { after: START, freeOnly: false };
    delete this.leftAt[place];
    const isOver = () => turn.room <= 0 || turn.pages <= 0;
    const underWay: Promise<void>[] = [];
    const run = async (page: Page, size: number) => {
      const { archived, deleted, stayed } = await this.batch(place, page, size, freeOnly, turn);
      turn.archived += archived;
      turn.deleted += deleted;
      turn.room += size - archived - deleted;
      freeOnly ||= stayed > 0;
    };
    try {
      for (let end: Position | undefined = after; end; after = end ?? after) {
        while (underWay.length > 1 || (underWay.length > 0 && isOver())) await underWay.shift();
        if (isOver()) {
          this.leftAt[place] = { after, freeOnly };
          return;
        }
        const size = Math.min(BATCH, turn.room);
        end = await this.due.endOfPage(place, after, freeOnly ? BATCH : size);
        turn.room -= size;
        turn.pages--;
        const batch = run({ after, end }, size);
        batch.catch(() => {}); // told when it is waited for
        underWay.push(batch);
      }
      while (underWay.length > 0) await underWay.shift();
    } finally {
      await Promise.allSettled(underWay);
    }
  }

  /** What it cannot do now, because a slice is being dropped, another run will do. */
  private async batch(place: Place, page: Page, limit: number, freeOnly: boolean, turn: Turn) {
    try {
      const { seen, archived, ended } = await this.mover.transaction(async (manager) => {
        const events = await this.due.lock(place, page, limit, freeOnly, manager);
        return this.take(BUCKETS[place], events, manager);
      });
      const deleted = await this.remove(BUCKETS[place], ended, turn);
      return { archived, deleted, stayed: seen - archived - deleted };
    } catch (error) {
      if (!(error instanceof SliceUnready)) throw error;
      this.logger.warn(`A batch of due events stays where it is for now: ${error.message}`);
      return { archived: 0, deleted: 0, stayed: 0 };
    }
  }

  /** Only now that they are locked their deliveries are all there are. What is open stays, and so does its event. */
  private async take(bucket: number, events: DueEvent[], manager: EntityManager) {
    const expired = events.flatMap(({ id, expired }) => (expired ? id : []));
    const ended = await this.mover.endOpen(manager, bucket, expired);
    const moves = events.flatMap(({ id, expired, lifetime_ms }) =>
      expired ? [] : { id, to: archiveBucket(lifetime_ms) },
    );
    const archived = await this.mover.move(manager, bucket, moves);
    return { seen: events.length, archived, ended: { ids: ended, at: events[0]?.looked_at } };
  }

  /**
   * Deletes expired events that had ended by an instant, in a transaction of its own: what has to happen before may take
   * long, and nothing is locked meanwhile. What keeps them back keeps nothing from being archived, and is asked once a turn.
   */
  private async remove(
    bucket: number,
    { ids, at }: { ids: string[]; at: string | undefined },
    turn: Turn,
  ): Promise<number> {
    if (at === undefined || ids.length === 0 || turn.error !== undefined) return 0;
    try {
      await this.beforeDrop.beforeDelete(bucket, ids);
    } catch (error) {
      if (!(error instanceof HeldUp)) throw error;
      turn.error ??= `expired events outside of slices: ${error.message}`;
      return 0;
    }
    return this.mover.transaction(async (manager) =>
      this.mover.remove(manager, bucket, await this.due.lockEnded(bucket, ids, at, manager)),
    );
  }
}
