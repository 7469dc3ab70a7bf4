import { Injectable } from '@nestjs/common';
import { Database, type OwnConnection } from '@app/database';
import { SLICED_TABLES, sliceName, type SlicedTable } from '@app/events';
import type { ArchiveSlice, MarkedSlice } from './archive-slice.js';
import type { DropCandidate } from './droppable.js';
import { expiredName } from './expired-tables.repository.js';

/** A slice that takes up less is removed at once. */
const SMALL_BYTES = 16 * 2 ** 20;

/** Where a slice's table is on its way out. */
export type Place = 'attached' | 'pending' | 'detached';

type CandidateRow = Omit<ArchiveSlice, 'events'> & DropCandidate & { events: string; now: Date };

@Injectable()
export class SliceDropsRepository {
  constructor(private readonly database: Database) {}

  /** What was begun, then slices whose time is over, oldest first; with PostgreSQL's time. */
  async candidates(): Promise<(ArchiveSlice & DropCandidate & { now: Date })[]> {
    const rows = await this.database.query<CandidateRow>(CANDIDATES, []);
    return rows.map((row) => ({ ...row, events: Number(row.events) }));
  }

  /** From now on nothing is moved in. Undefined when something has been meanwhile that has not expired, or it is gone. */
  async mark(slice: ArchiveSlice): Promise<MarkedSlice | undefined> {
    const { bucket, starts_at } = slice;
    const [row] = await this.database.query<{ mark: string }>(MARK, [bucket, starts_at]);
    return row && { ...slice, ...row };
  }

  /** Does nothing when another mark has taken the place of this one. */
  async unmark({ bucket, starts_at, mark }: MarkedSlice): Promise<void> {
    await this.database.query(UNMARK, [bucket, starts_at, mark]);
  }

  /** Whether no other mark has taken the place of this one. */
  async isMarked({ bucket, starts_at, mark }: MarkedSlice): Promise<boolean> {
    return (await this.database.query(MARKED, [bucket, starts_at, mark])).length > 0;
  }

  async isThere({ bucket, starts_at }: ArchiveSlice): Promise<boolean> {
    return (await this.database.query(THERE, [bucket, starts_at])).length > 0;
  }

  /** Undefined when there is no such table. */
  async placeOf(
    table: SlicedTable,
    slice: ArchiveSlice,
    connection: OwnConnection,
  ): Promise<Place | undefined> {
    const [row] = await connection.query<{ place: Place }>(PLACE, [nameOf(table, slice)]);
    return row?.place;
  }

  /**
   * Waits for the transactions that have used the class's table, and keeps nobody out meanwhile: it holds no lock. When it
   * gives up waiting, or its process dies, the partition is left pending: no new statement sees it.
   */
  async detach(table: SlicedTable, slice: ArchiveSlice, connection: OwnConnection): Promise<void> {
    await connection.query(`${alter(table, slice)} CONCURRENTLY`);
  }

  async finalize(table: SlicedTable, slice: ArchiveSlice, connection: OwnConnection): Promise<void> {
    await connection.query(`${alter(table, slice)} FINALIZE`);
  }

  /**
   * Removes the detached tables together with the row; large ones are put aside for {@link ExpiredTables} instead. Answers
   * how many events were in it, undefined if it was gone.
   */
  async drop(slice: ArchiveSlice, connection: OwnConnection): Promise<number | undefined> {
    const { bucket, starts_at } = slice;
    await connection.query('BEGIN');
    try {
      const [row] = await connection.query<{ events: string; mark: string }>(FORGET, [bucket, starts_at]);
      if (row) await this.remove(slice, row.mark, connection);
      await connection.query('COMMIT');
      return row && Number(row.events);
    } catch (error) {
      await connection.query('ROLLBACK').catch(() => {}); // the connection may be what failed
      throw error;
    }
  }

  private async remove(slice: ArchiveSlice, mark: string, connection: OwnConnection): Promise<void> {
    const tables = SLICED_TABLES.map((table) => nameOf(table, slice));
    const [size] = await connection.query<{ bytes: string }>(SIZE, [tables]);
    if (Number(size!.bytes) < SMALL_BYTES) {
      await connection.query(`DROP TABLE IF EXISTS ${tables.join(', ')}`);
      return;
    }
    for (const table of tables)
      await connection.query(`ALTER TABLE IF EXISTS ${table} RENAME TO ${expiredName(table, mark)}`);
  }
}

function nameOf(table: SlicedTable, { bucket, starts_at }: ArchiveSlice): string {
  return `${table}_${sliceName({ bucket, from: starts_at.getTime() })}`;
}

function alter(table: SlicedTable, slice: ArchiveSlice): string {
  return `ALTER TABLE ${table}_b${slice.bucket} DETACH PARTITION ${nameOf(table, slice)}`;
}

/** The first id of an instant. */
const floor = (column: string) =>
  `rpad(lpad(to_hex((extract(epoch FROM ${column}) * 1000)::bigint), 12, '0'), 32, '0')::uuid`;

const CANDIDATES = {
  name: 'slice-drops.candidates',
  text: `
SELECT bucket, starts_at, ends_at, events, latest_expiry, dropping, now(),
       EXISTS (SELECT FROM events WHERE bucket = 0 AND id >= ${floor('starts_at')} AND id < ${floor('ends_at')})
         AS still_active
  FROM archive_slices
 WHERE dropping OR (ends_at <= now() AND (latest_expiry IS NULL OR latest_expiry <= now()))
 ORDER BY dropping DESC, ends_at, bucket`,
};

const MARK = {
  name: 'slice-drops.mark',
  text: `
UPDATE archive_slices SET dropping = true, mark = gen_random_uuid()
 WHERE bucket = $1 AND starts_at = $2 AND (dropping OR latest_expiry IS NULL OR latest_expiry <= now())
RETURNING mark`,
};

const UNMARK = {
  name: 'slice-drops.unmark',
  text: `
UPDATE archive_slices SET dropping = false, mark = NULL, cold_copy = NULL
 WHERE bucket = $1 AND starts_at = $2 AND mark = $3`,
};

const MARKED = {
  name: 'slice-drops.marked',
  text: 'SELECT 1 FROM archive_slices WHERE bucket = $1 AND starts_at = $2 AND mark = $3',
};

const THERE = {
  name: 'slice-drops.there',
  text: 'SELECT 1 FROM archive_slices WHERE bucket = $1 AND starts_at = $2',
};

const PLACE = `
SELECT CASE WHEN inhdetachpending THEN 'pending' WHEN inhparent IS NULL THEN 'detached' ELSE 'attached' END AS place
  FROM (SELECT to_regclass($1) AS slice) named LEFT JOIN pg_inherits ON inhrelid = slice
 WHERE slice IS NOT NULL`;

const FORGET =
  'DELETE FROM archive_slices WHERE bucket = $1 AND starts_at = $2 AND dropping RETURNING events, mark';

const SIZE = `
SELECT coalesce(sum(pg_total_relation_size(oid)), 0) AS bytes FROM unnest($1::text[]) name
 CROSS JOIN to_regclass(name) oid`;
