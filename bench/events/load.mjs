// @ts-check
import { makePartition } from './tables.mjs';

/** @typedef {import('pg').Client} Client */

const PROJECT = '00000000-0000-7000-8000-000000000001';
const TRIGGERS = 1000;
const HOUR = 3_600_000;
/** What is archived lies in the class of two days, whose slices span three hours each. */
const SLICE = { bucket: 3, width: 3 * HOUR, count: 14 };

/**
 * So many events with a delivery each, half of them active, the others in slices of the two days before. Answers what
 * lists are narrowed by: a trigger, a source, a status and a label that a third or more of them have, and one of each that
 * few have.
 * @param {Client} client @param {number} count
 */
export async function load(client, count) {
  await client.query(names(count));
  const newest = Math.floor(Date.now() / SLICE.width) * SLICE.width;
  await removeSlices(client);
  const each = Math.floor(count / 2 / SLICE.count);
  for (let n = SLICE.count; n > 0; n--) {
    const from = newest - n * SLICE.width;
    const place = { bucket: SLICE.bucket, from, to: from + SLICE.width };
    await makePartition(client, place, (own) => fill(client, own, place, each));
  }
  const place = { bucket: 0, from: newest, to: Date.now() };
  await makePartition(client, place, (own) => fill(client, own, place, count - each * SLICE.count));
  await client.query('ANALYZE events; ANALYZE deliveries; CHECKPOINT');
  const { rows } = await client.query(
    `SELECT n, id FROM bench.triggers WHERE n IN (0, ${TRIGGERS - 1}) ORDER BY n`,
  );
  return { busyTrigger: rows[0].id, quietTrigger: rows[1].id };
}

/** Ids of events from all over, of the project that is asked. @param {Client} client @param {number} count */
export async function someIds(client, count) {
  const { rows } = await client.query(`
    SELECT id FROM events TABLESAMPLE BERNOULLI (1) REPEATABLE (1) WHERE project_id = '${PROJECT}'
     ORDER BY random() LIMIT ${count}`);
  return rows.map(({ id }) => String(id));
}

/** The ones that the migration has made stand where ours are to be. @param {Client} client */
async function removeSlices(client) {
  const { rows } = await client.query(`
    SELECT inhrelid::regclass::text AS name FROM pg_inherits
     WHERE inhparent IN ('events_b${SLICE.bucket}'::regclass, 'deliveries_b${SLICE.bucket}'::regclass)`);
  for (const { name } of rows) await client.query(`DROP TABLE ${name}`);
}

/** Three other projects have a fifth of the events. @param {number} count */
const names = (count) => `
  CREATE SCHEMA bench;
  CREATE TABLE bench.projects AS SELECT n, uuidv7() AS id FROM generate_series(1, 3) AS n;
  INSERT INTO projects (id, slug, name) SELECT id, 'bench-' || n, 'Bench' FROM bench.projects;
  CREATE TABLE bench.triggers AS SELECT n, uuidv7() AS id FROM generate_series(0, ${TRIGGERS} - 1) AS n;
  CREATE TABLE bench.destinations AS SELECT n, uuidv7() AS id FROM generate_series(0, 99) AS n;
  COMMENT ON SCHEMA bench IS '${count} events'`;

/**
 * One trigger in a thousand events is the rare one (999); another (0) has three in ten. A dice throw for each event says
 * what it is: the same for all, so that statuses and sources do not go together.
 * @param {Client} client @param {{ events: string, deliveries: string }} own
 * @param {{ bucket: number, from: number, to: number }} place @param {number} count
 */
async function fill(client, own, { bucket, from, to }, count) {
  const step = (to - from) / count;
  await client.query(`
    INSERT INTO ${own.events} (bucket, id, project_id, trigger_id, trigger_name, trigger_type, source, payload, labels,
                               scheduled_for, fired_at, archive_at, expires_at, unsent)
    SELECT ${bucket}, uuidv7(at - clock_timestamp()), coalesce(p.id, '${PROJECT}'), t.id, 'Trigger ' || t.n,
           CASE source WHEN 'schedule' THEN 'scheduled' ELSE 'api' END, source,
           json_build_object('order', e.n, 'customer', md5(e.n::text), 'note', repeat('a note of some length ', 8)),
           CASE WHEN c < 0.00005 THEN '{"team": "payments", "incident": "42"}'::jsonb
                ELSE jsonb_build_object('team', (ARRAY['payments', 'orders', 'search'])[1 + e.n % 3], 'tier', 'gold') END,
           CASE source WHEN 'schedule' THEN at END, at, at + interval '2 hours', at + interval '48 hours', b >= 0.99
      FROM (SELECT n, timestamptz 'epoch' + (${from}::float8 + n * ${step}::float8) * interval '1 millisecond' AS at,
                   random() AS a, random() AS b, random() AS c, random() AS d, random() AS f
              FROM generate_series(0, ${count} - 1) AS n) e
      LEFT JOIN bench.projects p ON p.n = CASE WHEN f < 0.2 THEN 1 + e.n % 3 END
      JOIN bench.triggers t ON t.n = CASE WHEN d < 0.3 THEN 0 WHEN d < 0.301 THEN ${TRIGGERS - 1} ELSE 1 + e.n % ${TRIGGERS - 2} END
CROSS JOIN LATERAL (SELECT CASE WHEN a < 0.6 THEN 'api' WHEN a < 0.98 THEN 'schedule' WHEN a < 0.999 THEN 'hook'
                                WHEN a < 0.9999 THEN 'manual' ELSE 'test' END AS source) s`);
  // the rest has none
  await client.query(`
    INSERT INTO ${own.deliveries} (bucket, event_id, id, project_id, destination_id, message_id, status, dispatch,
                                   queued_until, attempt_count, attempts, created_at, finished_at)
    SELECT ${bucket}, e.id, uuidv7(e.fired_at - clock_timestamp()), e.project_id, d.id, e.id, s.status, 1,
           CASE WHEN s.status = 'queued' THEN now() + interval '1 day' END, 1,
           '[{"number": 1, "started_at": "2026-11-25T07:00:00.000Z", "duration_ms": 12, "status_code": 200, "error": null, "response_head": "ok"}]',
           e.fired_at, CASE WHEN s.status <> 'queued' THEN e.fired_at END
      FROM (SELECT *, random() AS a, floor(random() * 100)::int AS b FROM ${own.events} WHERE NOT unsent ORDER BY id) e
      JOIN bench.destinations d ON d.n = e.b
CROSS JOIN LATERAL (SELECT CASE WHEN a < 0.97 THEN 'delivered' WHEN a < 0.99 THEN 'dead' WHEN a < 0.995 THEN 'cancelled'
                                ELSE ${bucket === 0 ? `'queued'` : `'delivered'`} END AS status) s`);
}
