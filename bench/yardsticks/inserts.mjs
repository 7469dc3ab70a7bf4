// @ts-check

const ROWS = 500;

/** Types of what our own rows hold, by column, so that they can be sent as arrays. */
const EVENT = {
  id: 'uuid',
  project_id: 'uuid',
  trigger_id: 'uuid',
  trigger_name: 'text',
  trigger_type: 'text',
  source: 'text',
  payload: 'json',
  labels: 'jsonb',
  scheduled_for: 'timestamptz',
  fired_at: 'timestamptz',
  archive_at: 'timestamptz',
  expires_at: 'timestamptz',
};
const DELIVERY = {
  event_id: 'uuid',
  id: 'uuid',
  project_id: 'uuid',
  destination_id: 'uuid',
  message_id: 'uuid',
  status: 'text',
  dispatch: 'int',
  queued_until: 'timestamptz',
  next_attempt_at: 'timestamptz',
};

const LABEL = { event_id: 'uuid', label: 'bigint' };
const TABLES = [
  { table: 'events', columns: EVENT, key: 'id' },
  { table: 'deliveries', columns: DELIVERY, key: 'event_id' },
  { table: 'event_labels', columns: LABEL, key: 'event_id' },
];

/**
 * The events, deliveries and entries of labels that are there, written again into the emptied tables: 500 of each by one prepared statement,
 * which is a transaction, on one connection, the values ready before the clock starts. Events a second.
 * @param {import('pg').Client} client
 */
export async function insertTheSame(client) {
  /** @type {string[][]} */
  const all = [];
  for (const one of TABLES) all.push(...(await columns(client, one.table, one.columns, one.key)));
  const count = all[0]?.length ?? 0;
  const batches = Array.from({ length: Math.ceil(count / ROWS) }, (_, n) =>
    all.map((column) => column.slice(n * ROWS, (n + 1) * ROWS)),
  );
  await client.query('TRUNCATE events_active, deliveries_active, event_labels_active');
  await client.query('CHECKPOINT');
  const began = performance.now();
  for (const values of batches) await client.query({ name: 'insert-the-same', text: INSERT, values });
  return count / ((performance.now() - began) / 1000);
}

/** @param {string} table @param {Record<string, string>} types @param {number} from the first of their parameters */
const into = (table, types, from) => `
  INSERT INTO ${table} (${Object.keys(types).join(', ')}) SELECT * FROM unnest(${Object.values(types)
    .map((type, n) => `$${from + n}::text[]::${type}[]`)
    .join(', ')})`;

const [EVENTS, DELIVERIES] = [Object.keys(EVENT).length, Object.keys(DELIVERY).length];
const INSERT = `
  WITH event AS (${into('events', EVENT, 1)}), delivery AS (${into('deliveries', DELIVERY, 1 + EVENTS)})
  ${into('event_labels', LABEL, 1 + EVENTS + DELIVERIES)}`;

/** @param {import('pg').Client} client @param {string} table @param {Record<string, string>} types @param {string} order */
async function columns(client, table, types, order) {
  const names = Object.keys(types);
  const { rows } = await client.query({
    text: `SELECT ${names.map((name) => `${name}::text`).join(', ')} FROM ${table} WHERE bucket = 0 ORDER BY ${order}`,
    rowMode: 'array',
  });
  return names.map((_, column) => rows.map((row) => row[column]));
}
