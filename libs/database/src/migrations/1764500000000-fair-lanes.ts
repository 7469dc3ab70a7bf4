import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Limits and circuits of destinations, lanes of deliveries, and what lists of deliveries are read by. */
export class FairLanes1764500000000 implements MigrationInterface {
  name = 'FairLanes1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE destinations
        ADD COLUMN rate_limit jsonb,
        -- [[instant in ms, count], …] of the hand-overs that still count against the rate limit
        ADD COLUMN rate_used jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN max_in_flight integer NOT NULL DEFAULT 10 CHECK (max_in_flight BETWEEN 1 AND 1000),
        -- workers gave deliveries back: no more than max_in_flight are handed over until the lane has run empty
        ADD COLUMN congested boolean NOT NULL DEFAULT false,
        ADD COLUMN circuit_state text NOT NULL DEFAULT 'closed'
          CHECK (circuit_state IN ('closed', 'open', 'half_open')),
        ADD COLUMN circuit_since timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN circuit_reason text,
        -- when an open circuit lets a probe through
        ADD COLUMN circuit_until timestamptz,
        -- openings in a row, each of which waits longer than the one before
        ADD COLUMN circuit_openings smallint NOT NULL DEFAULT 0,
        -- successes since it became half open
        ADD COLUMN circuit_passed integer NOT NULL DEFAULT 0,
        ADD COLUMN window_since timestamptz,
        ADD COLUMN window_attempts integer NOT NULL DEFAULT 0,
        ADD COLUMN window_failures integer NOT NULL DEFAULT 0,
        -- failures since the last success, and when the first of them was
        ADD COLUMN failed_in_a_row integer NOT NULL DEFAULT 0,
        ADD COLUMN failing_since timestamptz`);
    await runner.query(`
      CREATE INDEX destinations_metered ON destinations (id)
        WHERE rate_limit IS NOT NULL OR congested OR circuit_state <> 'closed' OR NOT enabled`);
    await runner.query('CREATE INDEX destinations_by_room ON destinations (max_in_flight)');
    await runner.query(
      'CREATE TABLE delivery_workers (id uuid PRIMARY KEY, seen_at timestamptz NOT NULL DEFAULT now())',
    );
    await runner.query('ALTER TABLE deliveries ADD COLUMN in_lane boolean NOT NULL DEFAULT false');
    // What waits in a lane is the dispatcher's business and no longer the sweep's.
    await runner.query('DROP INDEX deliveries_open');
    await runner.query(`
      CREATE INDEX deliveries_open ON deliveries (coalesce(queued_until, next_attempt_at))
        WHERE status IN ('waiting', 'queued') AND NOT in_lane`);
    await runner.query(
      'CREATE INDEX deliveries_in_lane ON deliveries (destination_id, next_attempt_at) WHERE in_lane',
    );
    // What of a destination is queued: its hand-overs are counted.
    await runner.query(`
      CREATE INDEX deliveries_under_way ON deliveries (destination_id, status)
        WHERE status IN ('waiting', 'queued') AND NOT in_lane`);
    await runner.query('CREATE INDEX deliveries_by_project ON deliveries (project_id, id DESC)');
    await runner.query(`
      CREATE INDEX deliveries_by_destination ON deliveries (destination_id, status, id DESC)
        WHERE status IN ('delivered', 'dead', 'cancelled')`);
    await runner.query(`
      CREATE INDEX deliveries_failed ON deliveries (project_id, status, id DESC)
        WHERE status IN ('dead', 'cancelled')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX deliveries_failed, deliveries_by_destination, deliveries_by_project, deliveries_under_way,
        deliveries_in_lane, deliveries_open`);
    await runner.query(`
      CREATE INDEX deliveries_open ON deliveries (coalesce(queued_until, next_attempt_at))
        WHERE status IN ('waiting', 'queued')`);
    await runner.query('ALTER TABLE deliveries DROP COLUMN in_lane');
    await runner.query('DROP TABLE delivery_workers');
    await runner.query('DROP INDEX destinations_metered, destinations_by_room');
    await runner.query(`
      ALTER TABLE destinations DROP COLUMN rate_limit, DROP COLUMN rate_used, DROP COLUMN max_in_flight,
        DROP COLUMN congested, DROP COLUMN circuit_state, DROP COLUMN circuit_since, DROP COLUMN circuit_reason,
        DROP COLUMN circuit_until, DROP COLUMN circuit_openings, DROP COLUMN circuit_passed, DROP COLUMN window_since,
        DROP COLUMN window_attempts, DROP COLUMN window_failures, DROP COLUMN failed_in_a_row,
        DROP COLUMN failing_since`);
  }
}
