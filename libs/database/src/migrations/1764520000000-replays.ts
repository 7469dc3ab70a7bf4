import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Replays of many events: durable objects that walk the events, and the deliveries that they made. */
export class Replays1764520000000 implements MigrationInterface {
  name = 'Replays1764520000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REPLAYS);
    await runner.query(DELIVERIES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX deliveries_dead, deliveries_of_replay');
    await runner.query('ALTER TABLE deliveries DROP COLUMN replay_id');
    await runner.query('DROP TABLE replays');
  }
}

const REPLAYS = `
  CREATE TABLE replays (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused', 'cancelled', 'done')),
    filter jsonb NOT NULL,
    -- where the events go instead of where they went
    destination_ids uuid[],
    rate_max integer NOT NULL,
    rate_per text NOT NULL,
    -- events: how many there were at the start (at least, if counting them took too long), and what became of them
    matched integer NOT NULL,
    at_least boolean NOT NULL,
    replayed integer NOT NULL DEFAULT 0,
    skipped integer NOT NULL DEFAULT 0,
    -- deliveries: kept here once the last has ended, since they go when their events do
    delivered integer,
    dead integer,
    cancelled integer,
    -- the budget, in deliveries
    tokens double precision NOT NULL DEFAULT 1,
    tokens_at timestamptz NOT NULL,
    -- how far the events have been gone through: [{destination_id, after, done}]
    walks jsonb NOT NULL,
    -- when a worker has to look at it next; null when none has to
    due_at timestamptz,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz
  );
  CREATE INDEX replays_by_project ON replays (project_id, id DESC);
  CREATE INDEX replays_due ON replays (due_at) WHERE due_at IS NOT NULL`;

const DELIVERIES = `
  ALTER TABLE deliveries ADD COLUMN replay_id uuid;
  -- how many of a replay are open at a destination, and what became of the others; nothing else is in it
  CREATE INDEX deliveries_of_replay ON deliveries (replay_id, status, destination_id) WHERE replay_id IS NOT NULL;
  -- dead letters, for who goes through them: they are few among many
  CREATE INDEX deliveries_dead ON deliveries (project_id, event_id) WHERE status = 'dead'`;
