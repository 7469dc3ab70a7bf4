import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What retention finds due events by, and a vacuum that keeps up with their leaving. */
export class MovingEvents1764610000000 implements MigrationInterface {
  name = 'MovingEvents1764610000000';

  async up(runner: QueryRunner): Promise<void> {
    // Of these partitions alone: nothing in a slice is due before the whole of it is.
    await runner.query('CREATE INDEX events_active_due ON events_active (archive_at, id)');
    await runner.query(
      `CREATE INDEX events_kept_expired ON events_kept (expires_at, id) WHERE expires_at < 'infinity'`,
    );
    // Everything leaves these within hours: their space has to be free again as fast. It is filled again, and giving the
    // end of the file back would lock the table.
    for (const table of ['events_active', 'deliveries_active'])
      await runner.query(`
        ALTER TABLE ${table} SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 20000,
          autovacuum_vacuum_cost_limit = 1000, autovacuum_analyze_scale_factor = 0.05, vacuum_truncate = off)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['events_active', 'deliveries_active'])
      await runner.query(`
        ALTER TABLE ${table} RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,
          autovacuum_vacuum_cost_limit, autovacuum_analyze_scale_factor, vacuum_truncate)`);
    await runner.query('DROP INDEX events_kept_expired, events_active_due');
  }
}
