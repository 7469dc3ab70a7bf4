import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cron and interval schedules, and what became of occurrences that did not fire. */
export class RecurringSchedules1764300000000 implements MigrationInterface {
  name = 'RecurringSchedules1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE triggers
        ADD COLUMN cron text,
        ADD COLUMN timezone text NOT NULL DEFAULT 'UTC',
        ADD COLUMN every text,
        -- what intervals are counted from unless there is a start_at
        ADD COLUMN anchor_at timestamptz,
        ADD COLUMN start_at timestamptz,
        ADD COLUMN end_at timestamptz,
        ADD COLUMN max_runs bigint,
        ADD COLUMN jitter text,
        ADD COLUMN overlap text NOT NULL DEFAULT 'allow' CHECK (overlap IN ('allow', 'skip')),
        -- the occurrence that is up next; next_fire_at is later by its jitter
        ADD COLUMN next_occurrence_at timestamptz,
        ADD CONSTRAINT triggers_one_schedule CHECK (num_nonnulls(schedule_time, cron, every) <= 1)`);
    await runner.query('UPDATE triggers SET next_occurrence_at = next_fire_at');
    await runner.query(`
      CREATE TABLE skipped_occurrences (
        trigger_id uuid NOT NULL REFERENCES triggers ON DELETE CASCADE,
        project_id uuid NOT NULL REFERENCES projects,
        -- a span of occurrences in a row: the first and the last of them, and how many they are
        first_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL,
        count bigint NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('missed', 'collapsed', 'skipped_paused', 'skipped_overlap')),
        reason text NOT NULL,
        -- the schedule that named them, which may have been changed since
        schedule json NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (trigger_id, first_at)
      );
      CREATE INDEX skipped_occurrences_by_age ON skipped_occurrences (created_at)`);
    await runner.query(
      `CREATE INDEX events_by_occurrence ON events (trigger_id, scheduled_for DESC) WHERE source = 'schedule'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX events_by_occurrence');
    await runner.query('DROP TABLE skipped_occurrences');
    await runner.query(`
      ALTER TABLE triggers DROP CONSTRAINT triggers_one_schedule, DROP COLUMN cron, DROP COLUMN timezone,
        DROP COLUMN every, DROP COLUMN anchor_at, DROP COLUMN start_at, DROP COLUMN end_at, DROP COLUMN max_runs,
        DROP COLUMN jitter, DROP COLUMN overlap, DROP COLUMN next_occurrence_at`);
  }
}
