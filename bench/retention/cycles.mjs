// @ts-check
import { say, step } from '../../scripts/say.mjs';
import { measurement } from '../measurement.mjs';
import { preparePlatform, startProcess } from '../platform.mjs';
import { until } from '../until.mjs';
import { runChild } from '../yardsticks/child.mjs';
import { insertDueEvents } from './events.mjs';
import { run } from './run.mjs';

const HOURS_AGO = 24;
/** So much of a cycle comes first: in earnest the rest takes hours, and autovacuum looks each minute. */
const FIRST = 0.05;
const VACUUM = { every: 1000, limit: 900_000 };
const ACTIVE = ['events_active', 'deliveries_active', 'event_labels_active'];

/**
 * The size of the database after each of two full cycles: active events with a delivery each, archived, dropped. Nobody
 * vacuums but the server's autovacuum, as the schema has set it.
 * @param {import('../suites/table.mjs').Bench} bench
 */
export async function cycles(bench) {
  const count = bench.quick ? 20_000 : 1_000_000;
  const env = await preparePlatform(bench, 'retention_cycles');
  const api = await startProcess(bench, 'api', env);
  const client = await bench.servers.connect('retention_cycles');
  const sizeMb = async () => {
    const { rows } = await client.query(`SELECT pg_database_size(current_database()) / 1e6 AS mb`);
    return Number(rows[0].mb);
  };

  const settled = async () => void (bench.quick || (await vacuumed(client)));

  /** @type {number[]} */
  const sizes = [];
  for (let cycle = 1; cycle <= 2; cycle++) {
    await insertDueEvents(client, count * FIRST, { hoursAgo: HOURS_AGO + 1 });
    await step('waiting for autovacuum to look', settled);
    const rest = count * (1 - FIRST);
    await step(`making ${rest} due events more`, () =>
      insertDueEvents(client, rest, { hoursAgo: HOURS_AGO }),
    );
    await run(api.url, 'archived', count);
    const full = await sizeMb();
    await step('waiting for autovacuum to clean up', settled);
    // two days later
    await client.query('UPDATE archive_slices SET latest_expiry = now() WHERE events > 0');
    await run(api.url, 'deleted', count);
    await step('removing the files', () => runChild('../retention/remove', { env }, bench.life));
    sizes.push(await sizeMb());
    say(`cycles: ${full.toFixed()} MB with all archived, ${sizes.at(-1)?.toFixed()} MB after cycle ${cycle}`);
  }
  await Promise.all([api.stop(), client.end()]);

  const [first = NaN, second = NaN] = sizes;
  return [
    measurement(`database after a second cycle of ${count} events`, 'MB', [second], {
      yardstick: { name: 'after the first', readings: [first] },
      budget: { atMost: 1.1 },
    }),
  ];
}

/** Waits until autovacuum has nothing to do on the active tables. @param {import('pg').Client} client */
async function vacuumed(client) {
  await client.query('SELECT pg_stat_force_next_flush()');
  await until('autovacuum', VACUUM, async () => (await client.query(TO_VACUUM, [ACTIVE])).rows.length === 0);
}

/** By its thresholds: those that the schema gives these tables, and the server's for what has been inserted. */
const TO_VACUUM = `
  SELECT FROM pg_stat_user_tables JOIN pg_class ON oid = relid
   WHERE pg_class.relname = ANY ($1)
     AND (n_dead_tup > 20000 + 0.02 * greatest(reltuples, 0)
          OR n_ins_since_vacuum > 1000 + 0.2 * greatest(reltuples, 0)
          OR relid IN (SELECT relid FROM pg_stat_progress_vacuum))`;
