import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the live feed reads: which transaction made which events, and changed which deliveries. */
export class LiveFeed1764650000000 implements MigrationInterface {
  name = 'LiveFeed1764650000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE feed_entries (
        -- three quarters of an hour, in turn: each is emptied as a whole before it comes round again
        slot smallint NOT NULL DEFAULT (floor(extract(epoch FROM now()) / 900)::bigint % 3)::smallint,
        -- whoever reads by this and by snapshots misses nothing, in whatever order transactions commit
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        at timestamptz NOT NULL DEFAULT now(),
        event_ids uuid[] NOT NULL,
        -- null: the events are new; otherwise of each of them the delivery that has changed
        delivery_ids uuid[]
      ) PARTITION BY LIST (slot)`);
    // Ids are random: trying to compress many of them would be in vain. Partitions take this over when they are made.
    await runner.query(`
      ALTER TABLE feed_entries
        ALTER COLUMN event_ids SET STORAGE EXTERNAL,
        ALTER COLUMN delivery_ids SET STORAGE EXTERNAL`);
    for (const slot of [0, 1, 2])
      await runner.query(
        `CREATE TABLE feed_entries_${slot} PARTITION OF feed_entries FOR VALUES IN (${slot})`,
      );
    await runner.query('CREATE INDEX feed_entries_by_xid ON feed_entries (xid)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE feed_entries');
  }
}
