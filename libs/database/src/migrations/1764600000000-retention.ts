import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the archive's slices hold and until when, what retention did, which events are held, and who does which job. */
export class Retention1764600000000 implements MigrationInterface {
  name = 'Retention1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SLICES);
    await runner.query(SLICES_THERE);
    await runner.query(RUNS);
    await runner.query(HOLDS);
    await runner.query(LEASES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE leases, event_holds, retention_runs, archive_slices');
  }
}

const SLICES = `
  -- one row for each slice of the archive, changed in the transactions that move events in and out
  CREATE TABLE archive_slices (
    bucket smallint NOT NULL,
    -- ids made from the one instant until before the other
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    events bigint NOT NULL DEFAULT 0,
    -- the latest expires_at of what was ever moved in
    latest_expiry timestamptz,
    -- nothing may be moved in any more: it is about to go
    dropping boolean NOT NULL DEFAULT false,
    PRIMARY KEY (bucket, starts_at)
  )`;

/** An installation may have slices already, with what was archived by hand in them. */
const SLICES_THERE = `
  INSERT INTO archive_slices (bucket, starts_at, ends_at, events, latest_expiry)
  SELECT there.bucket, timestamptz 'epoch' + begins * interval '1 millisecond',
         timestamptz 'epoch' + ends * interval '1 millisecond', count(e.id), max(e.expires_at)
    FROM (
      SELECT substring(parent.relname FROM '\\d+$')::smallint AS bucket,
             ('x' || lpad(replace(left(bounds[1], 13), '-', ''), 16, '0'))::bit(64)::bigint AS begins,
             ('x' || lpad(replace(left(bounds[2], 13), '-', ''), 16, '0'))::bit(64)::bigint AS ends,
             bounds[1]::uuid AS first_id, bounds[2]::uuid AS end_id
        FROM pg_class parent
        JOIN pg_inherits ON inhparent = parent.oid
        JOIN pg_class slice ON slice.oid = inhrelid
  CROSS JOIN LATERAL regexp_match(pg_get_expr(slice.relpartbound, slice.oid),
                                  $$FROM \\('([^']+)'\\) TO \\('([^']+)'\\)$$) bounds
       WHERE parent.relname ~ '^events_b\\d+$' AND parent.relkind = 'p'
         AND parent.relnamespace = current_schema()::regnamespace
    ) there
    LEFT JOIN events e ON e.bucket BETWEEN 1 AND 6 AND e.bucket = there.bucket AND e.id >= first_id AND e.id < end_id
   GROUP BY there.bucket, begins, ends`;

const RUNS = `
  CREATE TABLE retention_runs (
    id uuid PRIMARY KEY,
    -- null when it is about all projects
    project_id uuid REFERENCES projects ON DELETE CASCADE,
    kind text NOT NULL,
    state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
    archived bigint NOT NULL DEFAULT 0,
    deleted bigint NOT NULL DEFAULT 0,
    partitions_dropped integer NOT NULL DEFAULT 0,
    error text,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
  );
  CREATE INDEX retention_runs_by_project ON retention_runs (project_id, id DESC)`;

const HOLDS = `
  -- what the policy said of an event before it was held
  CREATE TABLE event_holds (
    event_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    archive_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    held_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX event_holds_by_project ON event_holds (project_id, event_id DESC)`;

const LEASES = `
  -- who does a job that one process at a time should do
  CREATE TABLE leases (
    name text PRIMARY KEY,
    owner uuid NOT NULL,
    until timestamptz NOT NULL
  )`;
