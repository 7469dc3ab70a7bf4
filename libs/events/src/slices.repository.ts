import { Injectable } from '@nestjs/common';
import { uuidV7Floor } from '@app/clock';
import { Database } from '@app/database';
import { SLICED_TABLES, sliceName, slicesOf, type Slice } from './slices.js';

const LOCK = 0x65747073; // any number that nothing else takes: "etps"

/**
 * Makes the partitions of the archive, each with its row in the catalogue `archive_slices`. Safe to run in any number of
 * processes at once.
 */
@Injectable()
export class SlicesRepository {
  constructor(private readonly database: Database) {}

  /** PostgreSQL's time, in ms since the epoch. */
  async now(): Promise<number> {
    const [clock] = await this.database.query<{ now: string }>(NOW, []);
    return Number(clock!.now);
  }

  /** Where the newest slice of each bucket ends, in ms since the epoch; none for a bucket without slices. */
  async ends(): Promise<Map<number, number>> {
    const rows = await this.database.query<{ bucket: number; ends: string }>(ENDS, []);
    return new Map(rows.map(({ bucket, ends }) => [bucket, Number(ends)]));
  }

  /**
   * Creates those slices of a class that these ids need and that are missing, however old the ids are. One that is being
   * dropped is there until it is gone.
   */
  async ensure(bucket: number, ids: readonly string[]): Promise<void> {
    const needed = slicesOf(bucket, ids);
    const begins = needed.map(({ from }) => new Date(from));
    const rows = await this.database.query<{ from: string }>(THERE, [bucket, begins]);
    const there = new Set(rows.map(({ from }) => Number(from)));
    for (const slice of needed) if (!there.has(slice.from)) await this.create(slice);
  }

  /**
   * Creates a slice that is missing, as one transaction; answers false if it is there already.
   *
   * `CREATE TABLE … PARTITION OF` would lock out every reader of the parent. A table that is made alike and then
   * attached takes a lock that neither readers nor writers meet; its CHECK spares the attach a scan. The row of the
   * catalogue commits with the tables.
   */
  create(slice: Slice): Promise<boolean> {
    const [from, to] = [uuidV7Floor(slice.from), uuidV7Floor(slice.to)];
    return this.database.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
      const values = [slice.bucket, new Date(slice.from), new Date(slice.to)];
      const entered = await this.database.query(ENTER, values, manager);
      if (entered.length === 0) return false;
      for (const table of SLICED_TABLES) {
        const key = table === 'events' ? 'id' : 'event_id';
        const name = `${table}_${sliceName(slice)}`;
        const [existing] = await manager.query<{ found: string | null }[]>(
          'SELECT to_regclass($1) AS found',
          [name],
        );
        if (existing?.found) continue; // by a process of an older version, which keeps no catalogue
        await manager.query(`CREATE TABLE ${name} (LIKE ${table} INCLUDING ALL,
          CONSTRAINT in_slice CHECK (bucket = ${slice.bucket} AND ${key} >= '${from}' AND ${key} < '${to}'))`);
        await manager.query(
          `ALTER TABLE ${table}_b${slice.bucket} ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`,
        );
        await manager.query(`ALTER TABLE ${name} DROP CONSTRAINT in_slice`);
      }
      return true;
    });
  }
}

const NOW = { name: 'slices.now', text: 'SELECT extract(epoch FROM now()) * 1000 AS now' };

const ENDS = {
  name: 'slices.ends',
  text: 'SELECT bucket, extract(epoch FROM max(ends_at)) * 1000 AS ends FROM archive_slices GROUP BY bucket',
};

const THERE = {
  name: 'slices.there',
  text: `SELECT extract(epoch FROM starts_at) * 1000 AS "from" FROM archive_slices
          WHERE bucket = $1 AND starts_at = ANY ($2::timestamptz[])`,
};

/** Waits for whoever is about to remove the row, and takes its place then. */
const ENTER = {
  name: 'slices.enter',
  text: `INSERT INTO archive_slices (bucket, starts_at, ends_at) VALUES ($1, $2, $3)
         ON CONFLICT (bucket, starts_at) DO NOTHING RETURNING 1`,
};
