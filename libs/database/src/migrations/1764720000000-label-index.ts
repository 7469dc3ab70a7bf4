import type { MigrationInterface, QueryRunner } from 'typeorm';

const PARTITIONS = [
  'CREATE TABLE event_labels_active PARTITION OF event_labels FOR VALUES IN (0)',
  ...[1, 2, 3, 4, 5, 6].map(
    (bucket) =>
      `CREATE TABLE event_labels_b${bucket} PARTITION OF event_labels FOR VALUES IN (${bucket}) PARTITION BY RANGE (event_id)`,
  ),
  'CREATE TABLE event_labels_kept PARTITION OF event_labels FOR VALUES IN (7)',
];

/** Labels have an index in the order of lists, which takes the place of one without an order. */
export class LabelIndex1764720000000 implements MigrationInterface {
  name = 'LabelIndex1764720000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('LOCK TABLE events IN EXCLUSIVE MODE'); // or what is labelled meanwhile is missing
    await runner.query(EVENT_LABEL);
    await runner.query(TABLE);
    for (const partition of PARTITIONS) await runner.query(partition);
    await runner.query(SLICES);
    await runner.query(VACUUM);
    await runner.query(LABELLED);
    await runner.query(IN_ORDER);
    await runner.query('DROP INDEX events_by_label');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(BEFORE);
    await runner.query('DROP TABLE event_labels');
    await runner.query(DETACHED);
    await runner.query('DROP FUNCTION event_label');
  }
}

const EVENT_LABEL = `
  -- how the label \`key:value\` of a project stands in the index: 64 bits of a digest, which are the same in every version
  CREATE FUNCTION event_label(project_id uuid, label text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN ('x' || encode(substr(sha256(decode(replace(project_id::text || ' ' || label, '\\', '\\\\'), 'escape')), 1, 8), 'hex'))::bit(64)::bigint`;

const TABLE = `
  -- an entry for each label of each event, which lies, moves and goes with its event
  CREATE TABLE event_labels (
    bucket smallint NOT NULL DEFAULT 0,
    event_id uuid NOT NULL,
    label bigint NOT NULL,
    PRIMARY KEY (bucket, event_id, label)
  ) PARTITION BY LIST (bucket)`;

/** One for each slice that events have. */
const SLICES = `
  DO $$
  DECLARE slice record;
  BEGIN
    FOR slice IN
      SELECT replace(child.relname, 'events_', 'event_labels_') AS name,
             replace(parent.relname, 'events_', 'event_labels_') AS parent,
             pg_get_expr(child.relpartbound, child.oid) AS bounds
        FROM pg_class parent
        JOIN pg_inherits ON inhparent = parent.oid
        JOIN pg_class child ON child.oid = inhrelid
       WHERE parent.relname ~ '^events_b\\d+$' AND parent.relkind = 'p'
         AND parent.relnamespace = current_schema()::regnamespace
    LOOP
      EXECUTE format('CREATE TABLE %I PARTITION OF %I %s', slice.name, slice.parent, slice.bounds);
    END LOOP;
  END $$`;

/** As that of the events beside it. */
const VACUUM = `
  ALTER TABLE event_labels_active SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 20000,
    autovacuum_vacuum_cost_limit = 1000, autovacuum_analyze_scale_factor = 0.05, vacuum_truncate = off)`;

const LABELLED = `
  INSERT INTO event_labels (bucket, event_id, label)
  SELECT DISTINCT bucket, id, event_label(project_id, l.key || ':' || l.value)
    FROM events CROSS JOIN LATERAL jsonb_each_text(labels) l
   WHERE labels <> '{}'`;

const IN_ORDER = 'CREATE INDEX event_labels_in_order ON event_labels (label, event_id)';

const BEFORE = `
  CREATE INDEX events_by_label ON events USING gin (labels jsonb_path_ops) WITH (gin_pending_list_limit = 1024)
    WHERE labels <> '{}'`;

/** Of slices that are being dropped. */
const DETACHED = `
  DO $$
  DECLARE slice text;
  BEGIN
    FOR slice IN
      SELECT relname FROM pg_class
       WHERE relname ~ '^(expired_)?event_labels_b\\d_' AND relkind = 'r' AND relnamespace = current_schema()::regnamespace
    LOOP
      EXECUTE format('DROP TABLE %I', slice);
    END LOOP;
  END $$`;
