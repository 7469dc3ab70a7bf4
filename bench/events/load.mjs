// @ts-check
import { PROJECT, rowsOf, TRIGGERS } from './rows.mjs';
import { makePartition } from './tables.mjs';

/** @typedef {import('pg').Client} Client */

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
    await makePartition(client, place, rowsOf(place, each));
  }
  const place = { bucket: 0, from: newest, to: Date.now() };
  await makePartition(client, place, rowsOf(place, count - each * SLICE.count));
  await client.query('ANALYZE events; ANALYZE deliveries; ANALYZE event_labels; CHECKPOINT');
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
     WHERE inhparent IN ('events_b${SLICE.bucket}'::regclass, 'deliveries_b${SLICE.bucket}'::regclass,
                       'event_labels_b${SLICE.bucket}'::regclass)`);
  for (const { name } of rows) await client.query(`DROP TABLE ${name}`);
}

/**
 * Three other projects have a fifth of the events. PostgreSQL has to know that all of this is little: it then makes events and
 * deliveries in the order of their ids, which is that in which they come to lie in earnest.
 * @param {number} count
 */
const names = (count) => `
  CREATE SCHEMA bench;
  CREATE TABLE bench.projects AS SELECT n, uuidv7() AS id FROM generate_series(1, 3) AS n;
  INSERT INTO projects (id, slug, name) SELECT id, 'bench-' || n, 'Bench' FROM bench.projects;
  CREATE TABLE bench.triggers AS SELECT n, uuidv7() AS id FROM generate_series(0, ${TRIGGERS} - 1) AS n;
  CREATE TABLE bench.destinations AS SELECT n, uuidv7() AS id FROM generate_series(0, 99) AS n;
  ANALYZE bench.projects, bench.triggers, bench.destinations;
  COMMENT ON SCHEMA bench IS '${count} events'`;
