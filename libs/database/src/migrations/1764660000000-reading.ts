import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lists are read by: each filter has an index in the order of its list. */
export class Reading1764660000000 implements MigrationInterface {
  name = 'Reading1764660000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UNSENT);
    await runner.query(EVENTS);
    await runner.query(DELIVERIES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(BEFORE);
    await runner.query('DROP INDEX events_by_label, events_by_source');
    await runner.query('ALTER TABLE events DROP COLUMN unsent');
  }
}

const UNSENT = `
  -- it has never had a delivery: what has none cannot be found by an index over deliveries
  ALTER TABLE events ADD COLUMN unsent boolean NOT NULL DEFAULT false;
  UPDATE events e SET unsent = true
   WHERE NOT EXISTS (SELECT FROM deliveries d WHERE d.bucket = e.bucket AND d.event_id = e.id)`;

const EVENTS = `
  CREATE INDEX events_unsent ON events (project_id, id) WHERE unsent;
  CREATE INDEX events_by_source ON events (project_id, source, id DESC);
  -- who reads it reads what is pending, too: not too much of it
  CREATE INDEX events_by_label ON events USING gin (labels jsonb_path_ops) WITH (gin_pending_list_limit = 1024)
    WHERE labels <> '{}'`;

/** What ends as it should has entries in none of these but the one by destination: outcomes write no more than before. */
const DELIVERIES = `
  CREATE INDEX deliveries_pending ON deliveries (project_id, id) WHERE status IN ('waiting', 'queued');
  CREATE INDEX deliveries_pending_by_event ON deliveries (project_id, event_id) WHERE status IN ('waiting', 'queued');
  CREATE INDEX deliveries_failed_by_event ON deliveries (project_id, status, event_id)
    WHERE status IN ('dead', 'cancelled');
  DROP INDEX deliveries_dead;
  DROP INDEX deliveries_by_destination;
  CREATE INDEX deliveries_by_destination ON deliveries (destination_id, status, id DESC)`;

const BEFORE = `
  DROP INDEX deliveries_pending, deliveries_pending_by_event, deliveries_failed_by_event, deliveries_by_destination;
  CREATE INDEX deliveries_dead ON deliveries (project_id, event_id) WHERE status = 'dead';
  CREATE INDEX deliveries_by_destination ON deliveries (destination_id, status, id DESC)
    WHERE status IN ('delivered', 'dead', 'cancelled')`;
