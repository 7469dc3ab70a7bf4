import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Figures of what happened, added up from the feed's entries, and the workers that are there. */
export class Stats1764680000000 implements MigrationInterface {
  name = 'Stats1764680000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- of changed deliveries: [[project, destination, status, class of the duration or null, how many], …]
      ALTER TABLE feed_entries ADD COLUMN tally jsonb`);
    await runner.query(CELLS);
    await runner.query(POSITION);
    await runner.query(WORKERS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE workers, stat_position, stat_cells');
    await runner.query('ALTER TABLE feed_entries DROP COLUMN tally');
  }
}

const CELLS = `
  -- what happened in a project, or at one of its destinations, in the \`step\` seconds from \`at\` on
  CREATE TABLE stat_cells (
    project_id uuid NOT NULL,
    -- all zero: of the whole project
    destination_id uuid NOT NULL,
    step integer NOT NULL,
    at timestamptz NOT NULL,
    fired integer NOT NULL,
    delivered integer NOT NULL,
    dead integer NOT NULL,
    cancelled integer NOT NULL,
    failed_attempts integer NOT NULL,
    lag_max_ms double precision,
    -- how many there were of each class of time: class n ends at 2^(n/4) ms
    lags integer[] NOT NULL,
    durations integer[] NOT NULL,
    PRIMARY KEY (project_id, destination_id, step, at)
  ) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.1);
  CREATE INDEX stat_cells_of_projects ON stat_cells (step, at)
    WHERE destination_id = '00000000-0000-0000-0000-000000000000';
  CREATE INDEX stat_cells_of_destinations ON stat_cells (step, at)
    WHERE destination_id <> '00000000-0000-0000-0000-000000000000';
  CREATE INDEX stat_cells_dead ON stat_cells (project_id, at)
    WHERE step = 60 AND dead > 0 AND destination_id <> '00000000-0000-0000-0000-000000000000'`;

const POSITION = `
  -- how far the feed has been counted: what this snapshot sees
  CREATE TABLE stat_position (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    snapshot pg_snapshot NOT NULL DEFAULT pg_current_snapshot(),
    at timestamptz NOT NULL DEFAULT now(),
    -- when somebody counted last, whether there was anything to count or not
    turned_at timestamptz NOT NULL DEFAULT now()
  );
  INSERT INTO stat_position DEFAULT VALUES`;

const WORKERS = `
  CREATE TABLE workers (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    roles text[] NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now()
  )`;
