// @ts-check
import { copyInto } from '../copy.mjs';

const HOUR = 3_600_000;
/** A class of the archive, by the number of its bucket, and what a slice of it spans. */
const CLASS = { bucket: 3, sliceMs: 3 * HOUR };

/** @typedef {{ begins: Date, first: string, end: string, tables: string }} Slice its ids go from `first` until before `end` */

/**
 * A slice of so many slices ago, full of expired events with a delivery each, as the archiver would have left it; the
 * platform takes it for one that has not expired yet.
 * @param {import('pg').Client} client @param {{ ago: number, events: number }} scale @returns {Promise<Slice>}
 */
export async function fillSlice(client, { ago, events }) {
  const { bucket, sliceMs } = CLASS;
  const from = (Math.floor(Date.now() / sliceMs) - ago) * sliceMs;
  const [first, end] = [floor(from), floor(from + sliceMs)];
  const stamp = new Date(from).toISOString().replace(/[-:]/g, '').slice(0, 13).toLowerCase();
  for (const table of ['events', 'deliveries', 'event_labels'])
    await client.query(
      `CREATE TABLE ${table}_b${bucket}_${stamp} PARTITION OF ${table}_b${bucket} FOR VALUES FROM ('${first}') TO ('${end}')`,
    );
  const rows = rowsOf(from, events);
  await copyInto(client, { table: 'events' }, rows.events);
  await copyInto(client, { table: 'deliveries' }, rows.deliveries);
  await client.query(
    `INSERT INTO archive_slices (bucket, starts_at, ends_at, events, latest_expiry)
     VALUES ($1, $2, $3, $4, 'infinity')`,
    [bucket, new Date(from), new Date(from + sliceMs), events],
  );
  const tables = ['events', 'deliveries', 'event_labels']
    .map((one) => `${one}_b${bucket}_${stamp}`)
    .join(', ');
  await client.query(`VACUUM (ANALYZE) ${tables}`);
  await client.query('CHECKPOINT');
  return { begins: new Date(from), first, end, tables };
}

/** From now on it may be dropped. @param {import('pg').Client} client @param {Slice} slice */
export async function expire(client, { begins }) {
  await client.query('UPDATE archive_slices SET latest_expiry = now() WHERE bucket = $1 AND starts_at = $2', [
    CLASS.bucket,
    begins,
  ]);
}

/**
 * One statement that deletes all in a slice, then a VACUUM, without which its space is not free: milliseconds of each. What
 * is left of the slice goes too.
 * @param {import('pg').Client} client @param {Slice} slice
 */
export async function deleteRows(client, { begins, first, end, tables }) {
  await client.query('CHECKPOINT');
  const began = performance.now();
  await client.query(DELETE_ROWS, [CLASS.bucket, first, end]);
  const deleted = performance.now();
  await client.query(`VACUUM ${tables}`);
  const vacuumed = performance.now();
  await client.query(`DROP TABLE ${tables}`);
  await client.query('DELETE FROM archive_slices WHERE bucket = $1 AND starts_at = $2', [
    CLASS.bucket,
    begins,
  ]);
  return { deleted: deleted - began, vacuumed: vacuumed - deleted };
}

/** Whether no table of a dropped slice is left. @param {import('pg').Client} client */
export async function areFilesGone(client) {
  const { rows } = await client.query({
    name: 'slices.files',
    text: `SELECT FROM pg_class WHERE relkind = 'r' AND relname ~ '^expired_(deliveries|event_labels|events)_b' LIMIT 1`,
  });
  return rows.length === 0;
}

/** What becomes of it: `due`, `dropping` since the platform has marked it, `gone`. @param {import('pg').Client} client @param {Slice} slice */
export async function stateOf(client, { begins }) {
  const { rows } = await client.query({
    name: 'slices.state',
    text: 'SELECT dropping FROM archive_slices WHERE bucket = $1 AND starts_at = $2',
    values: [CLASS.bucket, begins],
  });
  if (rows.length === 0) return 'gone';
  return rows[0].dropping ? 'dropping' : 'due';
}

/** The first id of an instant. @param {number} at */
function floor(at) {
  const hex = at.toString(16).padStart(12, '0').padEnd(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** @param {number} first when the slice begins, in ms since the epoch @param {number} count */
function rowsOf(first, count) {
  const from = `
         generate_series(0, ${count} - 1) n
   CROSS JOIN LATERAL (SELECT ${first} + n * ${CLASS.sliceMs}::bigint / ${count} AS ms) instant
   CROSS JOIN LATERAL (SELECT to_timestamp(ms / 1000.0) AS at,
                              (lpad(to_hex(ms), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') ||
                               '8' || lpad(to_hex(n), 15, '0'))::uuid AS id) made`;
  const common = { bucket: `${CLASS.bucket}`, project_id: `'00000000-0000-7000-8000-000000000001'` };
  const events = {
    ...common,
    id: 'id',
    trigger_name: `'Fired'`,
    trigger_type: `'api'`,
    trigger_id: `'01980000-0000-7000-8000-000000000001'`,
    source: `'api'`,
    payload: `json_build_object('order', n, 'customer', 'c-4711', 'note', 'remind them')`,
    labels: `'{}'`,
    fired_at: 'at',
    archive_at: 'at',
    expires_at: 'at',
  };
  const deliveries = {
    ...common,
    event_id: 'id',
    id: 'id',
    destination_id: `'01980000-0000-7000-8000-000000000002'`,
    message_id: 'id',
    status: `'delivered'`,
    dispatch: '1',
    attempt_count: '1',
    attempts: `
      jsonb_build_array(jsonb_build_object('number', 1, 'started_at', at, 'duration_ms', 12, 'status_code', 204,
                                           'error', NULL, 'response_head', ''))`,
    created_at: 'at',
    finished_at: 'at',
  };
  return { events: { columns: events, from }, deliveries: { columns: deliveries, from } };
}

const DELETE_ROWS = `
  WITH gone AS (DELETE FROM events WHERE bucket = $1 AND id >= $2 AND id < $3)
  DELETE FROM deliveries WHERE bucket = $1 AND event_id >= $2 AND event_id < $3`;
