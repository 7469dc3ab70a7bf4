import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { uuidV7Floor } from '@app/clock';
import { Database, type Statement } from '@app/database';
import { slicesOf, type Slice } from '@app/events';
import {
  COUNT_SLICES,
  END_EXPIRED_ARCHIVED,
  endOpen,
  LOCK_SLICES,
  move,
  remove,
  withoutOpen,
} from './move-statements.js';

export interface Move {
  id: string;
  /** The bucket that it goes to. */
  to: number;
}

/** What a statement did to one slice. */
export interface SliceChange {
  bucket: number;
  /** Ms since the epoch. */
  starts: number;
  events: number;
  /** Of what came in. */
  latest: string | null;
}

/** What events did, by ranges of their ids: the first is of all, the others are the slices that they leave and come to. */
interface Summed {
  count: number;
  changes: SliceChange[];
}

/** Within a transaction that holds the events locked. */
@Injectable()
export class EventMoverRepository {
  constructor(private readonly database: Database) {}

  /** Answers how many events were moved, and what that does to slices. */
  move(from: number, to: number, ids: string[], withOpen: boolean, manager: EntityManager): Promise<Summed> {
    const left = slicesOf(from, ids).map((slice) => ({ ...slice, sign: -1 }));
    const reached = slicesOf(to, ids).map((slice) => ({ ...slice, sign: 1 }));
    return this.summed(move(from, to, withOpen), ids, [...left, ...reached], manager);
  }

  /** Answers how many events were deleted, and what that does to slices. */
  remove(from: number, ids: string[], withOpen: boolean, manager: EntityManager): Promise<Summed> {
    const left = slicesOf(from, ids).map((slice) => ({ ...slice, sign: -1 }));
    return this.summed(remove(from, withOpen), ids, left, manager);
  }

  /** Those of these slices that are there, locked until the transaction ends. */
  lockSlices(changes: SliceChange[], manager: EntityManager) {
    const values = [changes.map(({ bucket }) => bucket), changes.map(({ starts }) => starts)];
    return this.database.query<{ bucket: number; starts: number; dropping: boolean }>(
      LOCK_SLICES,
      values,
      manager,
    );
  }

  async countSlices(changes: SliceChange[], manager: EntityManager): Promise<void> {
    const values = [
      changes.map(({ bucket }) => bucket),
      changes.map(({ starts }) => starts),
      changes.map(({ events }) => events),
      changes.map(({ latest }) => latest),
    ];
    await this.database.query(COUNT_SLICES, values, manager);
  }

  /** Answers those of the events that have no open delivery then. */
  async endOpen(bucket: number, eventIds: string[], manager: EntityManager): Promise<string[]> {
    await this.database.query(endOpen(bucket), [eventIds], manager);
    const ended = await this.database.query<{ id: string }>(withoutOpen(bucket), [eventIds], manager);
    return ended.map(({ id }) => id);
  }

  /** Answers how many deliveries were ended, at most twice `limit`. */
  async endExpiredArchived(limit: number): Promise<number> {
    let ended = 0;
    for (const statement of END_EXPIRED_ARCHIVED)
      ended += (await this.database.query(statement, [limit])).length;
    return ended;
  }

  private async summed(
    statement: Statement,
    ids: string[],
    slices: (Slice & { sign: number })[],
    manager: EntityManager,
  ): Promise<Summed> {
    const first = [ALL.first, ...slices.map(({ from }) => uuidV7Floor(from))];
    const beyond = [ALL.beyond, ...slices.map(({ to }) => uuidV7Floor(to))];
    const rows = await this.database.query<SummedRow>(statement, [ids, first, beyond], manager);
    const byRange = new Map(rows.map(({ n, ...row }) => [n - 1, row]));
    const changes = slices.map(({ bucket, from, sign }, n) => {
      const { events, latest } = byRange.get(n + 1)!;
      return { bucket, starts: from, events: sign * events, latest: sign > 0 ? latest : null };
    });
    return { count: byRange.get(0)!.events, changes: changes.filter(({ events }) => events !== 0) };
  }
}

interface SummedRow {
  n: number;
  events: number;
  latest: string | null;
}

const ALL = { first: uuidV7Floor(0), beyond: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
