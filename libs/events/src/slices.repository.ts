import { Injectable } from '@nestjs/common';
import { uuidV7Floor } from '@app/clock';
import { Database } from '@app/database';
import { sliceName, slicesOf, slicesToCreate, type Slice } from './slices.js';

/** The partitioned tables and the column whose UUIDv7 they are sliced by. */
const TABLES = [
  { table: 'events', key: 'id' },
  { table: 'deliveries', key: 'event_id' },
] as const;

const LOCK = 0x65747073; // any number that nothing else takes: "etps"

/** Makes the partitions of the archive ahead of time. Safe to run in any number of processes at once. */
@Injectable()
export class SlicesRepository {
  constructor(private readonly database: Database) {}

  /** Creates what is missing and answers how many slices that were. */
  async createAhead(): Promise<number> {
    const [clock] = await this.database.query<{ now: string }>(NOW, []);
    const missing = slicesToCreate(Number(clock!.now), await this.ends());
    for (const slice of missing) await this.create(slice);
    return missing.length;
  }

  /** Makes those slices of a bucket that are missing and that events of these ids lie in, whenever the events are from. */
  async ensure(bucket: number, ids: string[]): Promise<void> {
    for (const slice of slicesOf(bucket, ids)) await this.create(slice);
  }

  /** Where the newest attached slice of each bucket ends, in ms since the epoch. */
  private async ends(): Promise<Map<number, number>> {
    const rows = await this.database.query<{ bucket: number; ends: string }>(ENDS, []);
    return new Map(rows.map(({ bucket, ends }) => [bucket, Number(ends)]));
  }

  /**
   * `CREATE TABLE … PARTITION OF` would lock out every reader of the parent. A table that is made alike and then
   * attached takes a lock that neither readers nor writers meet; its CHECK spares the attach a scan.
   */
  private create(slice: Slice): Promise<void> {
    const [from, to] = [uuidV7Floor(slice.from), uuidV7Floor(slice.to)];
    return this.database.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
      for (const { table, key } of TABLES) {
        const name = `${table}_${sliceName(slice)}`;
        const [existing] = await manager.query<{ found: string | null }[]>(
          'SELECT to_regclass($1) AS found',
          [name],
        );
        if (existing?.found) continue;
        await manager.query(`CREATE TABLE ${name} (LIKE ${table} INCLUDING ALL,
          CONSTRAINT in_slice CHECK (bucket = ${slice.bucket} AND ${key} >= '${from}' AND ${key} < '${to}'))`);
        await manager.query(
          `ALTER TABLE ${table}_b${slice.bucket} ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`,
        );
        await manager.query(`ALTER TABLE ${name} DROP CONSTRAINT in_slice`);
      }
      await this.database.query(CATALOGUE, [slice.bucket, new Date(slice.from), new Date(slice.to)], manager);
    });
  }
}

const NOW = { name: 'slices.now', text: 'SELECT extract(epoch FROM now()) * 1000 AS now' };

const CATALOGUE = {
  name: 'slices.catalogue',
  text: `INSERT INTO archive_slices (bucket, starts_at, ends_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
};

/** Bounds are UUIDs whose first 48 bits are the time; `TO ('0197…')` is where a slice ends. */
const ENDS = {
  name: 'slices.ends',
  text: `SELECT substring(parent.relname FROM '\\d+$')::int AS bucket,
                max(('x' || lpad(replace(left(upper_bound, 13), '-', ''), 16, '0'))::bit(64)::bigint) AS ends
           FROM pg_class parent
           JOIN pg_inherits ON inhparent = parent.oid
           JOIN pg_class slice ON slice.oid = inhrelid
     CROSS JOIN LATERAL substring(pg_get_expr(slice.relpartbound, slice.oid) FROM $$TO \\('([^']+)'\\)$$) upper_bound
          WHERE parent.relname ~ '^events_b\\d+$' AND parent.relkind = 'p'
            AND parent.relnamespace = current_schema()::regnamespace
       GROUP BY 1`,
};
