import { Injectable } from '@nestjs/common';
import { OwnConnections, type OwnConnection } from '@app/database';
import { SLICED_TABLES, type SlicedTable } from '@app/events';
import type { ArchiveSlice, MarkedSlice } from './archive-slice.js';
import { BeforeDrop, HeldUp } from './before-drop.js';
import { droppable } from './droppable.js';
import { SliceDropsRepository } from './slice-drops.repository.js';

/**
 * How long a step may wait for those who are reading. While it does nobody waits for it, but a finalisation keeps out
 * transactions that are older than the detachment.
 */
const LOCK_TIMEOUT_MS = 10_000;

/** What a turn did. `more`: there is more to drop. `error`: why what could not be dropped was not. */
export interface Dropped {
  partitions_dropped: number;
  deleted: number;
  more: boolean;
  error?: string;
}

/**
 * Frees the storage of what has expired: slices of the archive, each with all its events and their deliveries, one at a time.
 * Where it was ended, by whatever, it goes on: each step is done if the tables say that it has not been.
 */
@Injectable()
export class Dropper {
  constructor(
    private readonly repository: SliceDropsRepository,
    private readonly beforeDrop: BeforeDrop,
    private readonly connections: OwnConnections,
  ) {}

  /** Drops up to `limit` slices. One that cannot be dropped now keeps back no other classes' slices. */
  async runOnce(limit: number): Promise<Dropped> {
    const candidates = await this.repository.candidates();
    const due = candidates.filter((slice) => slice.dropping || droppable(slice, slice.now));
    if (due.length === 0) return { partitions_dropped: 0, deleted: 0, more: false };
    return this.connected((connections) => this.dropAll(due, limit, connections));
  }

  /**
   * With a connection for each table of a slice, so that they are detached at the same time: most of what that takes
   * is commits that wait for the disk.
   */
  private connected<T>(
    work: (connections: OwnConnection[]) => Promise<T>,
    open: OwnConnection[] = [],
  ): Promise<T> {
    if (open.length === SLICED_TABLES.length) return work(open);
    return this.connections.run('dropper', LOCK_TIMEOUT_MS, (one) => this.connected(work, [...open, one]));
  }

  private async dropAll(due: ArchiveSlice[], limit: number, connections: OwnConnection[]): Promise<Dropped> {
    const done: Dropped = { partitions_dropped: 0, deleted: 0, more: false };
    const stuck = new Set<number>(); // of a partitioned table, one partition at a time may be on its way out
    for (const slice of due) {
      if (stuck.has(slice.bucket)) continue;
      if (done.partitions_dropped >= limit) return { ...done, more: true };
      try {
        const deleted = await this.drop(slice, connections);
        if (deleted === undefined) continue;
        done.partitions_dropped++;
        done.deleted += deleted;
      } catch (error) {
        if (!(await this.repository.isThere(slice))) continue; // somebody else has dropped it
        stuck.add(slice.bucket);
        const from = slice.starts_at.toISOString();
        done.error ??= `the slice of class ${slice.bucket} from ${from} on: ${(error as Error).message}`;
      }
    }
    return done;
  }

  /** How many events were in it; undefined when it is not to be dropped after all. */
  private async drop(slice: ArchiveSlice, connections: OwnConnection[]): Promise<number | undefined> {
    const marked = await this.repository.mark(slice);
    if (!marked) return undefined;
    const [connection] = connections;
    const placeOf = (table: SlicedTable) => this.repository.placeOf(table, slice, connection!);
    const places = [await placeOf('deliveries'), await placeOf('events')];
    if (places.every((place) => place === 'attached')) await this.askBefore(marked);
    // that may have taken long: who has taken the drop over meanwhile may have given it up, and let events in again
    if (!(await this.repository.isMarked(marked)))
      throw new HeldUp('another process has taken over its drop');
    const detached = await Promise.allSettled(
      SLICED_TABLES.map((table, n) => this.detach(table, slice, connections[n]!)),
    );
    for (const one of detached) if (one.status === 'rejected') throw one.reason;
    return this.repository.drop(slice, connection!);
  }

  private async detach(table: SlicedTable, slice: ArchiveSlice, connection: OwnConnection): Promise<void> {
    const place = await this.repository.placeOf(table, slice, connection);
    if (place === 'attached') await this.repository.detach(table, slice, connection);
    if (place === 'pending') await this.repository.finalize(table, slice, connection);
  }

  private async askBefore(slice: MarkedSlice): Promise<void> {
    try {
      await this.beforeDrop.before(slice);
    } catch (error) {
      await this.repository.unmark(slice);
      throw error;
    }
  }
}
