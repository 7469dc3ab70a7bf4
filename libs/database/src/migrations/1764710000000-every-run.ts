import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every run is noted from its beginning on; those in a row that had nothing to do share a row. */
export class EveryRun1764710000000 implements MigrationInterface {
  name = 'EveryRun1764710000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE retention_runs
        -- more than one of runs that had nothing to do: so many, one after another, up to the one whose times these are
        ADD COLUMN runs integer NOT NULL DEFAULT 1,
        -- when the first of these began, if it is more than one
        ADD COLUMN since timestamptz`);
    await runner.query('CREATE INDEX retention_runs_of_kind ON retention_runs (kind, id DESC)');
    await runner.query(
      `CREATE INDEX retention_runs_running ON retention_runs (kind) WHERE state = 'running'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX retention_runs_running, retention_runs_of_kind');
    await runner.query('ALTER TABLE retention_runs DROP COLUMN since, DROP COLUMN runs');
  }
}
