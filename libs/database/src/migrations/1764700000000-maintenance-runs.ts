import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs of the other maintenance jobs are noted beside those that archive and drop. */
export class MaintenanceRuns1764700000000 implements MigrationInterface {
  name = 'MaintenanceRuns1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE retention_runs
        -- of kind 'maintenance': what was done, in words; how many things, is in done
        ADD COLUMN job text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM retention_runs WHERE kind = 'maintenance'`);
    await runner.query('ALTER TABLE retention_runs DROP COLUMN job');
  }
}
