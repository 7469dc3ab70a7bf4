import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, sqlState } from '@app/database';
import { SlicesRepository } from '@app/events';
import { EventMoverRepository, type Move, type SliceChange } from './event-mover.repository.js';
import { arrivalChanges, stayingChanges, type Staying } from './staying.js';
import { SliceUnready } from './slice-unready.js';

const CHECK_VIOLATION = '23514';
const PATIENCE_MS = 5000;
const PAUSE_MS = 100;

/**
 * The one place where events change their place, and where they are deleted one by one: with their deliveries, and with
 * `archive_slices` saying so. Callers have locked the events' rows by a statement before, within a `transaction` of this
 * class: what is looked at then is all there is, since whoever adds deliveries locks them too.
 */
@Injectable()
export class EventMover {
  constructor(
    private readonly repository: EventMoverRepository,
    private readonly database: Database,
    private readonly slices: SlicesRepository,
  ) {}

  /**
   * Runs `work` in one transaction; again when a slice had to be made first, or is about to be dropped. Throws
   * `SliceUnready` when one is not ready after 5 s.
   */
  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    for (const giveUp = performance.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
      try {
        return await this.database.transaction(work);
      } catch (error) {
        if (!(error instanceof SliceUnready) || performance.now() > giveUp) throw error;
        for (const [bucket, ids] of error.needed) await this.slices.ensure(bucket, ids);
      }
    }
  }

  /**
   * Moves events out of the bucket `from`, each to its own; answers how many. Those with open deliveries stay, unless
   * `withOpen`: outcomes of tries under way are then looked for at the new place.
   */
  move(manager: EntityManager, from: number, moves: Move[], { withOpen = false } = {}): Promise<number> {
    return this.rearrange(manager, new Map([[from, moves]]), [], { withOpen });
  }

  /**
   * The same out of several buckets; and until when archived events live that stay where they are is noted with it, so
   * that slices are locked once and in order.
   */
  async rearrange(
    manager: EntityManager,
    moves: ReadonlyMap<number, Move[]>,
    staying: Staying[],
    { withOpen = false } = {},
  ): Promise<number> {
    const away = [...moves].map(([from, some]) => {
      return { from, to: idsByBucket(some.filter(({ to }) => to !== from)) };
    });
    const needed = idsByBucket([...moves.values()].flat());
    let moved = 0;
    const changes = stayingChanges(staying);
    try {
      for (const { from, to: targets } of away)
        for (const [to, ids] of targets) {
          const one = await this.repository.move(from, to, ids, withOpen, manager);
          moved += one.count;
          changes.push(...one.changes);
        }
    } catch (error) {
      throw isNoPartition(error) ? new SliceUnready(needed, error) : error;
    }
    if (!(await this.catalogue(changes, manager))) throw new SliceUnready(needed);
    return moved;
  }

  /** Brings events to their places that were nowhere: `insert` writes their rows and those of their deliveries. */
  async admit(manager: EntityManager, arrivals: Staying[], insert: () => Promise<void>): Promise<void> {
    const needed = idsByBucket(arrivals.map(({ id, bucket }) => ({ id, to: bucket })));
    try {
      await insert();
    } catch (error) {
      throw isNoPartition(error) ? new SliceUnready(needed, error) : error;
    }
    if (!(await this.catalogue(arrivalChanges(arrivals), manager))) throw new SliceUnready(needed);
  }

  /** Deletes events; answers how many. Those with open deliveries stay, unless `withOpen`. */
  async remove(
    manager: EntityManager,
    from: number,
    ids: string[],
    { withOpen = false } = {},
  ): Promise<number> {
    if (ids.length === 0) return 0;
    const { count, changes } = await this.repository.remove(from, ids, withOpen, manager);
    if (!(await this.catalogue(changes, manager))) throw new SliceUnready(new Map());
    return count;
  }

  /**
   * Ends what is open of expired events as dead. A delivery that somebody is at this moment is left to them: answers the
   * events of which nothing is open any more.
   */
  async endOpen(manager: EntityManager, bucket: number, eventIds: string[]): Promise<string[]> {
    return eventIds.length > 0 ? this.repository.endOpen(bucket, eventIds, manager) : [];
  }

  /** The same of all that lies in the archive; answers how many deliveries were ended, at most twice `limit`. */
  endExpiredArchived(limit: number): Promise<number> {
    return this.repository.endExpiredArchived(limit);
  }

  /** Last of all, so that others wait for a slice's row no longer than the commit takes. Answers whether all are ready. */
  private async catalogue(changes: SliceChange[], manager: EntityManager): Promise<boolean> {
    if (changes.length === 0) return true;
    const locked = await this.repository.lockSlices(changes, manager);
    const known = new Set(locked.map(({ bucket, starts }) => `${bucket} ${starts}`));
    // one that is not there, and that something leaves, needs no count any more
    const missing = changes.some(
      ({ bucket, starts, events }) => events > 0 && !known.has(`${bucket} ${starts}`),
    );
    if (missing || locked.some(({ dropping }) => dropping)) return false;
    await this.repository.countSlices(changes, manager);
    return true;
  }
}

/** What PostgreSQL says of a row that no partition takes, as of one that breaks a check, which it names. */
function isNoPartition(error: unknown): boolean {
  return sqlState(error) === CHECK_VIOLATION && !(error as { constraint?: string }).constraint;
}

function idsByBucket(moves: Move[]): Map<number, string[]> {
  const buckets = new Set(moves.map(({ to }) => to));
  return new Map(
    [...buckets].map((bucket) => [bucket, moves.flatMap(({ id, to }) => (to === bucket ? id : []))]),
  );
}
