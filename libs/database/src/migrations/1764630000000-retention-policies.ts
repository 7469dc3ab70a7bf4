import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Policies of projects, what a key says of the end of its event, and runs that apply policies to existing events. */
export class RetentionPolicies1764630000000 implements MigrationInterface {
  name = 'RetentionPolicies1764630000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PROJECTS);
    await runner.query(KEYS);
    await runner.query(RUNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM retention_runs WHERE kind = 'apply'`);
    await runner.query('DROP INDEX retention_runs_applying, retention_runs_due');
    await runner.query(
      `ALTER TABLE retention_runs DROP COLUMN trigger_id, DROP COLUMN position, DROP COLUMN matched,
         DROP COLUMN at_least, DROP COLUMN done, DROP COLUMN changed, DROP COLUMN due_at`,
    );
    await runner.query(
      'ALTER TABLE idempotency_keys DROP COLUMN event_archive_at, DROP COLUMN event_expires_at',
    );
    await runner.query(
      `ALTER TABLE projects DROP COLUMN archive_after, DROP COLUMN delete_after, DROP COLUMN archive_after_ms,
         DROP COLUMN delete_after_ms`,
    );
  }
}

const PROJECTS = `
  -- all null: the policy of the installation
  ALTER TABLE projects
    -- as they were written: durations, or never
    ADD COLUMN archive_after text,
    ADD COLUMN delete_after text,
    -- the same for the statements that write events; infinity is never
    ADD COLUMN archive_after_ms double precision,
    ADD COLUMN delete_after_ms double precision,
    ADD CONSTRAINT projects_retention CHECK (num_nulls(archive_after, delete_after, archive_after_ms, delete_after_ms) IN (0, 4))`;

const KEYS = `
  ALTER TABLE idempotency_keys
    -- of a firing: what its event was answered with, since that is resolved when the event is written
    ADD COLUMN event_archive_at timestamptz,
    ADD COLUMN event_expires_at timestamptz`;

const RUNS = `
  ALTER TABLE retention_runs
    -- of a run that applies policies: whose events it is about, if not all of the project
    ADD COLUMN trigger_id uuid,
    -- the event that it has come to
    ADD COLUMN position uuid,
    -- events: how many there were at the start (at least, if they were too many to count), and what became of them
    ADD COLUMN matched integer,
    ADD COLUMN at_least boolean,
    ADD COLUMN done bigint NOT NULL DEFAULT 0,
    ADD COLUMN changed bigint NOT NULL DEFAULT 0,
    -- when a worker has to go on with it; null when none has to
    ADD COLUMN due_at timestamptz;
  CREATE UNIQUE INDEX retention_runs_applying ON retention_runs (project_id)
    WHERE kind = 'apply' AND state = 'running';
  CREATE INDEX retention_runs_due ON retention_runs (due_at) WHERE due_at IS NOT NULL`;
