// @ts-check
import { copyInto } from '../copy.mjs';

/** @typedef {import('pg').Client} Client */

const HOUR = 3_600_000;
/** So many events are committed at once. */
const PART = 50_000;

/**
 * So many active events with a delivered delivery and a label each, fired within an hour and due to be archived since an hour at least:
 * all else that was there is gone. Vacuumed, and a checkpoint taken, so that each measurement begins alike.
 * @param {Client} client @param {number} count
 */
export async function loadDueEvents(client, count) {
  await client.query('TRUNCATE events, deliveries, event_labels');
  await client.query('UPDATE archive_slices SET events = 0, latest_expiry = NULL');
  await insertDueEvents(client, count, { hoursAgo: 4 });
  for (const table of ['events_active', 'deliveries_active', 'event_labels_active', 'archive_slices'])
    await client.query(`VACUUM (ANALYZE) ${table}`);
  await client.query('CHECKPOINT');
}

/**
 * The same beside whatever is there, fired within the hour that began so many hours ago; oldest first, in several
 * transactions.
 * @param {Client} client @param {number} count @param {{ hoursAgo: number }} when
 */
export async function insertDueEvents(client, count, { hoursAgo }) {
  const begins = new Date(Date.now() - hoursAgo * HOUR).toISOString();
  for (let first = 1; first <= count; first += PART) {
    const from = due(begins, count, { first, last: Math.min(first + PART - 1, count) });
    await client.query('BEGIN');
    await copyInto(client, { table: 'events' }, { columns: EVENT, from });
    await copyInto(client, { table: 'deliveries' }, { columns: DELIVERY, from });
    await copyInto(client, { table: 'event_labels' }, { columns: LABEL, from });
    await client.query('COMMIT');
  }
}

/**
 * The numbers of a part, the instant of each and its id, which is the same for the event and for the delivery: it has the
 * instant, and what is as good as random.
 * @param {string} begins @param {number} count @param {{ first: number, last: number }} part
 */
const due = (begins, count, { first, last }) => `
       generate_series(${first}, ${last}) n
 CROSS JOIN LATERAL (SELECT timestamptz '${begins}' + n * interval '1 hour' / ${count} AS at, md5(n::text) AS md5) fired
 CROSS JOIN LATERAL (SELECT (lpad(to_hex(trunc(extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || left(md5, 3) ||
                             '8' || right(md5, 15))::uuid AS id) made`;

const PROJECT = '00000000-0000-7000-8000-000000000001';
const COMMON = { id: 'id', project_id: `'${PROJECT}'` };

const EVENT = {
  ...COMMON,
  trigger_id: `('00000000-0000-7000-8000-' || lpad(to_hex(n % 1000), 12, '0'))`,
  trigger_name: `'Trigger ' || n % 1000`,
  trigger_type: `'api'`,
  source: `'api'`,
  payload: `json_build_object('order', n, 'customer', md5, 'note', 'remind them')`,
  labels: `'{"team": "payments"}'`,
  fired_at: 'at',
  archive_at: `at + interval '2 hours'`,
  expires_at: `at + interval '48 hours'`,
};

const LABEL = { event_id: 'id', label: `event_label('${PROJECT}', 'team:payments')` };

const DELIVERY = {
  ...COMMON,
  event_id: 'id',
  destination_id: `('00000000-0000-7000-9000-' || lpad(to_hex(hashtext(id::text) & 63), 12, '0'))`,
  message_id: 'id',
  status: `'delivered'`,
  dispatch: '1',
  attempt_count: '1',
  attempts: `
    jsonb_build_array(jsonb_build_object('number', 1, 'started_at', at, 'duration_ms', 12, 'status_code', 200,
                                         'error', NULL, 'response_head', '{"ok": true}'))`,
  created_at: 'at',
  finished_at: 'at',
};
