// @ts-check
import { say, step, Trouble } from '../../scripts/say.mjs';
import { measurement } from '../measurement.mjs';
import { preparePlatform } from '../platform.mjs';
import { runChild } from '../yardsticks/child.mjs';
import { loadDueEvents } from './events.mjs';

/**
 * Archiving due events, their deliveries and their labels in committed batches, in turns with one statement that copies and deletes the
 * same rows.
 * @param {import('../suites/table.mjs').Bench} bench
 */
export async function archive(bench) {
  const count = bench.quick ? 20_000 : 1_000_000;
  const env = await preparePlatform(bench, 'retention_archive');
  const client = await bench.servers.connect('retention_archive');
  /** @type {Record<'ours' | 'plain', number[]>} */
  const rates = { ours: [], plain: [] };
  /** @param {keyof typeof rates} which @param {() => Promise<{ archived: number, tookMs: number }>} work */
  const measure = async (which, work) => {
    await step(`making ${count} due events`, () => loadDueEvents(client, count));
    const { archived, tookMs } = await work();
    if (archived !== count) throw new Trouble(`${count} events were due, and ${archived} were archived.`);
    rates[which].push(count / (tookMs / 1000));
    say(`archive: ${which}: ${rates[which].at(-1)?.toFixed()}/s`);
  };
  for (let round = 1; round <= bench.rounds; round++) {
    await measure('ours', () => runChild('../retention/archive', { env }, bench.life));
    await measure('plain', () => inOneStatement(client));
  }
  await client.end();
  return [
    measurement(`archiving ${count} due events in committed batches`, 'events/s', rates.ours, {
      yardstick: { name: 'one INSERT … SELECT and DELETE of the same rows', readings: rates.plain },
      budget: { atLeast: 0.7 },
    }),
  ];
}

const EVENT = `id, project_id, trigger_id, trigger_name, trigger_type, source, payload, labels, scheduled_for, fired_at,
  archive_at, expires_at, hold, replay_of`;
const DELIVERY = `event_id, id, project_id, destination_id, message_id, status, in_lane, dispatch, queued_until,
  next_attempt_at, attempt_count, attempts, created_at, finished_at, replay_id`;

/** The slices are there: the archiver came first. @param {import('pg').Client} client */
async function inOneStatement(client) {
  const due = 'bucket = 0 AND archive_at <= now()';
  const ofDue = `bucket = 0 AND event_id IN (SELECT id FROM events WHERE ${due})`;
  const began = performance.now();
  const { rowCount } = await client.query(`
    WITH events_in AS (INSERT INTO events (bucket, ${EVENT}) SELECT 3, ${EVENT} FROM events WHERE ${due}),
         deliveries_in AS (INSERT INTO deliveries (bucket, ${DELIVERY}) SELECT 3, ${DELIVERY} FROM deliveries WHERE ${ofDue}),
         deliveries_out AS (DELETE FROM deliveries WHERE ${ofDue}),
         labels_in AS (INSERT INTO event_labels (bucket, event_id, label) SELECT 3, event_id, label FROM event_labels WHERE ${ofDue}),
         labels_out AS (DELETE FROM event_labels WHERE ${ofDue})
    DELETE FROM events WHERE ${due}`);
  return { archived: Number(rowCount), tookMs: performance.now() - began };
}
