import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { sliceOf } from '@app/events';
import { COUNT_SLICES, END_EXPIRED_ARCHIVED, endOpen, LOCK_SLICES, move, remove } from './move-statements.js';

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

interface MovedRow {
  bucket: number;
  left_from: number | null;
  come_to: number | null;
  events: number;
  latest: string;
}

/** Within a transaction that holds the events locked. */
@Injectable()
export class EventMoverRepository {
  constructor(private readonly database: Database) {}

  /** Answers how many events were moved, and what that does to slices. */
  async move(from: number, moves: Move[], withOpen: boolean, manager: EntityManager) {
    const rows = await this.database.query<MovedRow>(
      move(from, withOpen),
      [
        moves.map(({ id }) => id),
        moves.map(({ to }) => to),
        moves.map(({ id }) => sliceOf(from, id)?.from ?? null),
        moves.map(({ id, to }) => sliceOf(to, id)?.from ?? null),
      ],
      manager,
    );
    return { count: total(rows), changes: rows.flatMap((row) => [...leaving(from, row), ...coming(row)]) };
  }

  /** Answers how many events were deleted, and what that does to slices. */
  async remove(from: number, ids: string[], withOpen: boolean, manager: EntityManager) {
    const values = [ids, ids.map((id) => sliceOf(from, id)?.from ?? null)];
    const rows = await this.database.query<Pick<MovedRow, 'left_from' | 'events'>>(
      remove(from, withOpen),
      values,
      manager,
    );
    return { count: total(rows), changes: rows.flatMap((row) => leaving(from, row)) };
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

  async endOpen(bucket: number, eventIds: string[], manager: EntityManager): Promise<void> {
    await this.database.query(endOpen(bucket), [eventIds], manager);
  }

  /** Answers how many deliveries were ended, at most twice `limit`. */
  async endExpiredArchived(limit: number): Promise<number> {
    let ended = 0;
    for (const statement of END_EXPIRED_ARCHIVED)
      ended += (await this.database.query(statement, [limit])).length;
    return ended;
  }
}

function leaving(
  bucket: number,
  { left_from, events }: Pick<MovedRow, 'left_from' | 'events'>,
): SliceChange[] {
  return left_from === null ? [] : [{ bucket, starts: left_from, events: -events, latest: null }];
}

function coming({ bucket, come_to, events, latest }: MovedRow): SliceChange[] {
  return come_to === null ? [] : [{ bucket, starts: come_to, events, latest }];
}

function total(rows: { events: number }[]): number {
  return rows.reduce((sum, { events }) => sum + events, 0);
}
