// @ts-check
import { isInTime } from './lead.mjs';
import { STEADY } from './scale.mjs';

/** @typedef {import('pg').Client} Client */

const PROJECT = '00000000-0000-7000-8000-000000000001';
const DESTINATIONS = 100;

/**
 * So many enabled triggers, a third each of them one-time, cron and interval, each with a destination, none due before the
 * year 2099; and those that will fire every second, still paused. `bench.triggers` numbers them.
 * @param {Client} client @param {number} count
 */
export async function seed(client, count) {
  await client.query(`
    CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
    CREATE SCHEMA bench;
    CREATE TABLE bench.triggers (n int PRIMARY KEY, id uuid NOT NULL);
    INSERT INTO bench.triggers SELECT n, uuidv7() FROM generate_series(0, ${count + STEADY} - 1) AS n;
    CREATE TABLE bench.destinations AS SELECT n, uuidv7() AS id FROM generate_series(0, ${DESTINATIONS} - 1) AS n;
    INSERT INTO destinations (id, project_id, name, kind, url, retry, secret_sealed)
    SELECT id, '${PROJECT}', 'Destination ' || n, 'http', 'http://127.0.0.1:9/', '{}', '' FROM bench.destinations`);
  await client.query(`
    INSERT INTO triggers (id, project_id, name, trigger_type, labels, api_payload, schedule_time, cron, every, anchor_at,
                          next_occurrence_at, next_fire_at, enabled)
    SELECT id, '${PROJECT}', CASE WHEN n < ${count} THEN 'Trigger ' || n ELSE 'steady' END, 'scheduled',
           '{"team": "payments"}', json_build_object('order', n, 'customer', md5(n::text), 'note', 'remind them'),
           CASE WHEN n % 3 = 0 AND n < ${count} THEN far END,
           CASE WHEN n % 3 = 1 AND n < ${count} THEN '0 0 1 1 *' END,
           CASE WHEN n >= ${count} THEN '1s' WHEN n % 3 = 2 THEN '1h' END,
           CASE WHEN n >= ${count} OR n % 3 = 2 THEN far - interval '1 hour' END,
           far + n * interval '1 second', far + n * interval '1 second', n < ${count}
      FROM bench.triggers, (VALUES ('2099-01-01 00:00:00Z'::timestamptz)) AS f (far);
    INSERT INTO trigger_destinations (trigger_id, destination_id, project_id, position)
    SELECT t.id, d.id, '${PROJECT}', 0 FROM bench.triggers t JOIN bench.destinations d ON d.n = t.n % ${DESTINATIONS};
    CREATE TABLE bench.size AS SELECT ${count} AS count`);
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
}

/**
 * Makes `count` triggers, spread evenly over the table, due at `at`, each `stepMs` after the one before it. The table is
 * vacuumed after it and a checkpoint taken, so that each round begins with the same table and has its pages to log whole.
 * Answers `at`, undefined when that came too near meanwhile.
 * @param {Client} client @param {{ count: number, at: Date, stepMs?: number }} what
 */
export async function arm(client, { count, at, stepMs = 0 }) {
  await client.query(
    `UPDATE triggers t
        SET next_occurrence_at = due.at, next_fire_at = due.at, schedule_time = CASE WHEN cron IS NULL AND every IS NULL THEN due.at END,
            cron = CASE WHEN cron IS NOT NULL THEN to_char($2::timestamptz AT TIME ZONE 'UTC', 'SS MI * * * *') END,
            anchor_at = CASE WHEN every IS NOT NULL THEN due.at - interval '1 hour' END
       FROM (SELECT b.id, $2::timestamptz + b.n / (s.count / $1::int) * $3::float8 * interval '1 millisecond' AS at
               FROM bench.triggers b, bench.size s
              WHERE b.n % (s.count / $1::int) = 0 AND b.n / (s.count / $1::int) < $1::int) AS due
      WHERE t.id = due.id`,
    [count, at, stepMs],
  );
  await client.query('VACUUM (ANALYZE) triggers');
  await client.query('CHECKPOINT');
  return isInTime(at.getTime()) ? at : undefined;
}

/** Nothing is due any more before 2099. @param {Client} client */
export async function disarm(client) {
  await client.query(`UPDATE triggers SET next_occurrence_at = later.at, next_fire_at = later.at
                        FROM (SELECT id, '2099-01-01Z'::timestamptz + n * interval '1 second' AS at FROM bench.triggers) AS later
                       WHERE later.id = triggers.id AND (next_fire_at IS NULL OR next_fire_at < '2099-01-01Z')`);
  await client.query('VACUUM (ANALYZE) triggers');
}

/** Lets the triggers of every second fire from `from` on. @param {Client} client @param {Date} from */
export async function startSteady(client, from) {
  await client.query(
    `UPDATE triggers t SET enabled = true, next_occurrence_at = first.at, next_fire_at = first.at,
            anchor_at = first.at - interval '1 second'
       FROM (SELECT b.id, $1::timestamptz + (b.n - s.count + 0.5) / ${STEADY} * interval '1 second' AS at
               FROM bench.triggers b, bench.size s WHERE b.n >= s.count) AS first
      WHERE t.id = first.id`,
    [from],
  );
}

/** @param {Client} client */
export async function stopSteady(client) {
  await client.query(`UPDATE triggers SET enabled = false WHERE name = 'steady' AND every = '1s'`);
}

/** @param {Client} client */
export async function forgetEvents(client) {
  await client.query('TRUNCATE events_active, deliveries_active, event_labels_active');
}
