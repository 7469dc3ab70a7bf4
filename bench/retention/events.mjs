// @ts-check

/** @typedef {import('pg').Client} Client */

const PROJECT = '00000000-0000-7000-8000-000000000001';

/**
 * So many active events with a delivered delivery each, fired within an hour and due to be archived since an hour at least:
 * all else that was there is gone. Vacuumed, and a checkpoint taken, so that each measurement begins alike.
 * @param {Client} client @param {number} count
 */
export async function loadDueEvents(client, count) {
  await client.query('TRUNCATE events, deliveries');
  await client.query('UPDATE archive_slices SET events = 0, latest_expiry = NULL');
  await client.query(
    `INSERT INTO events (id, project_id, trigger_id, trigger_name, trigger_type, source, payload, labels, fired_at, archive_at, expires_at)
     SELECT uuidv7(at - now()), $2, ('00000000-0000-7000-8000-' || lpad(to_hex(n % 1000), 12, '0'))::uuid, 'Trigger ' || n % 1000,
            'api', 'api', json_build_object('order', n, 'customer', md5(n::text), 'note', 'remind them'), '{"team": "payments"}',
            at, at + interval '2 hours', at + interval '48 hours'
       FROM generate_series(1, $1::int) AS n,
            LATERAL (SELECT now() - interval '4 hours' + n * interval '1 hour' / $1::int AS at) AS fired`,
    [count, PROJECT],
  );
  await client.query(
    `INSERT INTO deliveries (event_id, id, project_id, destination_id, message_id, status, dispatch, attempt_count, attempts, created_at, finished_at)
     SELECT id, id, project_id, ('00000000-0000-7000-9000-' || lpad(to_hex(hashtext(id::text) & 63), 12, '0'))::uuid, id, 'delivered', 1, 1,
            jsonb_build_array(jsonb_build_object('number', 1, 'started_at', fired_at, 'duration_ms', 12, 'status_code', 200,
                                                 'error', NULL, 'response_head', '{"ok": true}')),
            fired_at, fired_at
       FROM events WHERE bucket = 0`,
  );
  for (const table of ['events_active', 'deliveries_active', 'archive_slices'])
    await client.query(`VACUUM (ANALYZE) ${table}`);
  await client.query('CHECKPOINT');
}
