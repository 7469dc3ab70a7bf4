// @ts-check

/** @typedef {import('pg').Client} Client */

const PROJECT = '00000000-0000-7000-8000-000000000001';
/** So many events are committed at once. */
const PART = 50_000;

/**
 * So many active events with a delivered delivery each, fired within an hour and due to be archived since an hour at least:
 * all else that was there is gone. Vacuumed, and a checkpoint taken, so that each measurement begins alike.
 * @param {Client} client @param {number} count
 */
export async function loadDueEvents(client, count) {
  await client.query('TRUNCATE events, deliveries');
  await client.query('UPDATE archive_slices SET events = 0, latest_expiry = NULL');
  await insertDueEvents(client, count, { hoursAgo: 4 });
  for (const table of ['events_active', 'deliveries_active', 'archive_slices'])
    await client.query(`VACUUM (ANALYZE) ${table}`);
  await client.query('CHECKPOINT');
}

/**
 * The same beside whatever is there, fired within the hour that began so many hours ago; oldest first, in several
 * transactions.
 * @param {Client} client @param {number} count @param {{ hoursAgo: number }} when
 */
export async function insertDueEvents(client, count, { hoursAgo }) {
  const { rows } = await client.query(`SELECT now() - $1 * interval '1 hour' AS begins`, [hoursAgo]);
  for (let first = 1; first <= count; first += PART)
    await client.query(INSERT, [first, Math.min(first + PART - 1, count), count, rows[0].begins, PROJECT]);
}

const INSERT = `
  WITH event AS (
    INSERT INTO events (id, project_id, trigger_id, trigger_name, trigger_type, source, payload, labels, fired_at, archive_at, expires_at)
    SELECT uuidv7(at - clock_timestamp()), $5, ('00000000-0000-7000-8000-' || lpad(to_hex(n % 1000), 12, '0'))::uuid, 'Trigger ' || n % 1000,
           'api', 'api', json_build_object('order', n, 'customer', md5(n::text), 'note', 'remind them'), '{"team": "payments"}',
           at, at + interval '2 hours', at + interval '48 hours'
      FROM generate_series($1::int, $2::int) AS n,
           LATERAL (SELECT $4::timestamptz + n * interval '1 hour' / $3::int AS at) AS fired
    RETURNING id, project_id, fired_at
  )
  INSERT INTO deliveries (event_id, id, project_id, destination_id, message_id, status, dispatch, attempt_count, attempts, created_at, finished_at)
  SELECT id, id, project_id, ('00000000-0000-7000-9000-' || lpad(to_hex(hashtext(id::text) & 63), 12, '0'))::uuid, id, 'delivered', 1, 1,
         jsonb_build_array(jsonb_build_object('number', 1, 'started_at', fired_at, 'duration_ms', 12, 'status_code', 200,
                                              'error', NULL, 'response_head', '{"ok": true}')),
         fired_at, fired_at
    FROM event`;
