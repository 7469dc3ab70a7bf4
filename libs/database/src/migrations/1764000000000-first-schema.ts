import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Projects, triggers, destinations, events, deliveries. Events and deliveries are partitioned alike: by `bucket`
 * (0 active, 1 to 6 archived by lifetime class, 7 kept), each archived class again by ranges of the event's UUIDv7.
 * The slices themselves are made ahead of time by the platform (libs/events, event-slices).
 */
export class FirstSchema1764000000000 implements MigrationInterface {
  name = 'FirstSchema1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PROJECTS);
    await runner.query(DESTINATIONS);
    await runner.query(TRIGGERS);
    await runner.query(EVENTS);
    await runner.query(DELIVERIES);
    for (const table of ['events', 'deliveries']) await runner.query(partitions(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE deliveries, events, trigger_destinations, triggers, destinations, projects',
    );
  }
}

const PROJECTS = `
  CREATE TABLE projects (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  INSERT INTO projects (id, slug, name) VALUES ('00000000-0000-7000-8000-000000000001', 'default', 'Default')`;

const DESTINATIONS = `
  CREATE TABLE destinations (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES projects,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('http', 'bullmq')),
    url text,
    method text NOT NULL DEFAULT 'POST',
    headers_sealed text,
    secret_sealed text,
    previous_secret_sealed text,
    previous_secret_until timestamptz,
    timeout text NOT NULL DEFAULT '10s',
    retry jsonb NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    disabled_reason text,
    -- set for the inline destination of a draft or an ad hoc event: hidden from lists, removed after this instant
    ephemeral_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX destinations_by_project ON destinations (project_id, id DESC) WHERE ephemeral_until IS NULL;
  CREATE INDEX destinations_ephemeral ON destinations (ephemeral_until) WHERE ephemeral_until IS NOT NULL`;

const TRIGGERS = `
  CREATE TABLE triggers (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES projects,
    name text NOT NULL,
    description text NOT NULL DEFAULT '',
    trigger_type text NOT NULL CHECK (trigger_type IN ('api', 'scheduled', 'time-based')),
    enabled boolean NOT NULL DEFAULT true,
    archived boolean NOT NULL DEFAULT false,
    labels jsonb NOT NULL DEFAULT '{}',
    external_key text,
    schedule_time timestamptz,
    misfire_policy text NOT NULL DEFAULT 'fire_once' CHECK (misfire_policy IN ('fire_once', 'fire_all', 'skip')),
    misfire_grace text NOT NULL DEFAULT '60s',
    api_payload json NOT NULL DEFAULT '{}',
    payload_schema json,
    retention jsonb,
    hook_token_hash bytea UNIQUE,
    hook_token_sealed text,
    -- raised by every change that a firing has to know of; a firing read under an older revision is not written
    revision integer NOT NULL DEFAULT 1,
    next_fire_at timestamptz,
    last_fired_at timestamptz,
    run_count bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT triggers_external_key UNIQUE (project_id, external_key)
  );
  CREATE INDEX triggers_by_project ON triggers (project_id, id DESC);
  CREATE INDEX triggers_due ON triggers (next_fire_at) WHERE enabled AND NOT archived AND next_fire_at IS NOT NULL;
  CREATE TABLE trigger_destinations (
    trigger_id uuid NOT NULL REFERENCES triggers ON DELETE CASCADE,
    destination_id uuid NOT NULL REFERENCES destinations ON DELETE CASCADE,
    project_id uuid NOT NULL REFERENCES projects,
    position smallint NOT NULL,
    PRIMARY KEY (trigger_id, destination_id)
  );
  CREATE INDEX trigger_destinations_by_destination ON trigger_destinations (destination_id)`;

const EVENTS = `
  CREATE TABLE events (
    bucket smallint NOT NULL DEFAULT 0,
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    trigger_id uuid,
    trigger_name text,
    trigger_type text,
    source text NOT NULL CHECK (source IN ('schedule', 'api', 'hook', 'test', 'replay', 'manual')),
    -- json, not jsonb: receivers get the keys in the order in which they were given
    payload json NOT NULL,
    labels jsonb NOT NULL DEFAULT '{}',
    scheduled_for timestamptz,
    fired_at timestamptz NOT NULL,
    archive_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    hold boolean NOT NULL DEFAULT false,
    archived boolean GENERATED ALWAYS AS (bucket > 0) STORED,
    replay_of uuid,
    PRIMARY KEY (bucket, id)
  ) PARTITION BY LIST (bucket);
  CREATE INDEX events_by_project ON events (project_id, id DESC);
  CREATE INDEX events_by_trigger ON events (trigger_id, id DESC) WHERE trigger_id IS NOT NULL`;

const DELIVERIES = `
  CREATE TABLE deliveries (
    bucket smallint NOT NULL DEFAULT 0,
    event_id uuid NOT NULL,
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    destination_id uuid NOT NULL,
    -- the webhook-id that a receiver sees: the event's id, or of a replay a new one
    message_id uuid NOT NULL,
    status text NOT NULL CHECK (status IN ('waiting', 'queued', 'delivered', 'dead', 'cancelled')),
    dispatch integer NOT NULL DEFAULT 0,
    queued_until timestamptz,
    next_attempt_at timestamptz,
    attempt_count smallint NOT NULL DEFAULT 0,
    attempts jsonb NOT NULL DEFAULT '[]',
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    PRIMARY KEY (bucket, event_id, id)
  ) PARTITION BY LIST (bucket);
  -- what the sweep looks for: the next attempt of what waits, the end of the lease of what was handed to the queue
  CREATE INDEX deliveries_open ON deliveries (coalesce(queued_until, next_attempt_at))
    WHERE status IN ('waiting', 'queued')`;

function partitions(table: string): string {
  const key = table === 'events' ? 'id' : 'event_id';
  const archived = [1, 2, 3, 4, 5, 6].map(
    (bucket) =>
      `CREATE TABLE ${table}_b${bucket} PARTITION OF ${table} FOR VALUES IN (${bucket}) PARTITION BY RANGE (${key})`,
  );
  return [
    `CREATE TABLE ${table}_active PARTITION OF ${table} FOR VALUES IN (0)`,
    ...archived,
    `CREATE TABLE ${table}_kept PARTITION OF ${table} FOR VALUES IN (7)`,
  ].join(';\n');
}
