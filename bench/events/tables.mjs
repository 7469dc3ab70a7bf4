// @ts-check
import { copyInto } from '../copy.mjs';

/** @typedef {import('pg').Client} Client */
/** @typedef {import('../copy.mjs').Rows} Rows */

const TABLES = /** @type {const} */ ([
  { table: 'events', key: 'id' },
  { table: 'deliveries', key: 'event_id' },
  { table: 'event_labels', key: 'event_id' },
]);

/**
 * A partition of all tables for events fired from so many ms ago until so many ms ago, filled before it has indexes and
 * attached then: building an index over what is there takes a fraction of the time of growing it row by row.
 * @param {Client} client
 * @param {{ bucket: number, from: number, to: number }} place `from` and `to`: ms since the epoch, of a slice
 * @param {Record<'events' | 'deliveries' | 'event_labels', (events: string) => Rows>} rows of each table; `events`: the partition of the events
 */
export async function makePartition(client, { bucket, from, to }, rows) {
  const isActive = bucket === 0;
  const suffix = isActive ? 'active' : `b${bucket}_bench_${from}`;
  const names = {
    events: `events_${suffix}`,
    deliveries: `deliveries_${suffix}`,
    event_labels: `event_labels_${suffix}`,
  };
  const bounds = [uuidFloor(from), uuidFloor(to)];
  for (const { table } of TABLES) {
    if (isActive) await client.query(`DROP TABLE ${names[table]}`);
    await client.query(
      `BEGIN; CREATE TABLE ${names[table]} (LIKE ${table} INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS)`,
    );
    await copyInto(client, { table: names[table], isNew: true }, rows[table](names.events));
    await client.query('COMMIT'); // before the next table: the others are made of events
  }
  for (const { table, key } of TABLES) {
    const own = names[table];
    const within = isActive ? '' : `AND ${key} >= '${bounds[0]}' AND ${key} < '${bounds[1]}'`;
    await client.query(`ALTER TABLE ${own} ADD CONSTRAINT in_place CHECK (bucket = ${bucket} ${within})`);
    await client.query(
      isActive
        ? `ALTER TABLE ${table} ATTACH PARTITION ${own} FOR VALUES IN (0)`
        : `ALTER TABLE ${table}_b${bucket} ATTACH PARTITION ${own} FOR VALUES FROM ('${bounds[0]}') TO ('${bounds[1]}')`,
    );
    await client.query(`ALTER TABLE ${own} DROP CONSTRAINT in_place`);
    await client.query(`VACUUM (ANALYZE) ${own}`);
  }
}

/** The smallest UUID version 7 of an instant. @param {number} at ms since the epoch */
function uuidFloor(at) {
  const hex = at.toString(16).padStart(12, '0').padEnd(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
