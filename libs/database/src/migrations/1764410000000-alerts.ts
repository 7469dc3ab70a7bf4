import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Alerts: events that the platform makes by itself, and the watch over triggers that makes the first of them. */
export class Alerts1764410000000 implements MigrationInterface {
  name = 'Alerts1764410000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sources("'schedule', 'api', 'hook', 'test', 'replay', 'manual', 'alert'"));
    await runner.query(WATCH);
    await runner.query(ALERT_DESTINATIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE trigger_alert_destinations, alert_destinations');
    await runner.query(`
      ALTER TABLE triggers DROP COLUMN expect_every, DROP COLUMN watched_from, DROP COLUMN watch_at,
        DROP COLUMN quiet_since`);
    await runner.query(
      `DELETE FROM deliveries WHERE event_id IN (SELECT id FROM events WHERE source = 'alert')`,
    );
    await runner.query(`DELETE FROM events WHERE source = 'alert'`);
    await runner.query(sources("'schedule', 'api', 'hook', 'test', 'replay', 'manual'"));
  }
}

function sources(allowed: string): string {
  return `
    ALTER TABLE events DROP CONSTRAINT events_source_check,
      ADD CONSTRAINT events_source_check CHECK (source IN (${allowed}))`;
}

/** No index and no index's predicate names last_fired_at, so that firing still updates a trigger in its place. */
const WATCH = `
  ALTER TABLE triggers
    ADD COLUMN expect_every text,
    -- what the watch counts from until the trigger fires
    ADD COLUMN watched_from timestamptz,
    -- when the watchdog looks at it next; null when it is not watched
    ADD COLUMN watch_at timestamptz,
    -- since when nothing has been heard of it, once that was told; null while it is well
    ADD COLUMN quiet_since timestamptz,
    ADD CONSTRAINT triggers_watch CHECK (
      CASE WHEN watch_at IS NULL THEN num_nonnulls(watched_from, quiet_since) = 0
           ELSE num_nulls(watched_from, expect_every) = 0 END);
  CREATE INDEX triggers_watched ON triggers (watch_at) WHERE watch_at IS NOT NULL;
  CREATE INDEX triggers_quiet ON triggers (quiet_since) WHERE quiet_since IS NOT NULL`;

const ALERT_DESTINATIONS = `
  -- where the alerts of a project go
  CREATE TABLE alert_destinations (
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    destination_id uuid NOT NULL REFERENCES destinations ON DELETE CASCADE,
    position smallint NOT NULL,
    PRIMARY KEY (project_id, destination_id)
  );
  CREATE INDEX alert_destinations_by_destination ON alert_destinations (destination_id);
  -- where those of one trigger go instead
  CREATE TABLE trigger_alert_destinations (
    trigger_id uuid NOT NULL REFERENCES triggers ON DELETE CASCADE,
    destination_id uuid NOT NULL REFERENCES destinations ON DELETE CASCADE,
    project_id uuid NOT NULL REFERENCES projects,
    position smallint NOT NULL,
    PRIMARY KEY (trigger_id, destination_id)
  );
  CREATE INDEX trigger_alert_destinations_by_destination ON trigger_alert_destinations (destination_id)`;
