// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';

const SETTLE_LIMIT_MS = 120_000;

/**
 * What became of every event, once nothing is open any more.
 * @typedef {object} Reckoning
 * @property {number} accepted answered 202
 * @property {number} refused answered otherwise, or not at all
 * @property {number} recorded in PostgreSQL; more than accepted when a connection broke after the commit
 * @property {number} arrived events that the receiver got
 * @property {number} repeats how often it got one again, under the same message id
 * @property {string[]} faults what may not be; empty when every promise was kept
 */

/**
 * @param {import('./stage.mjs').Stage} stage @param {import('./load.mjs').Load} load
 * @param {import('./receiver.mjs').Receiver} receiver @returns {Promise<Reckoning>}
 */
export async function reckon(stage, load, receiver) {
  const limit = performance.now() + SETTLE_LIMIT_MS;
  while (performance.now() < limit && (await open(stage)) > 0) await sleep(100);

  const events = await stage.query(`SELECT id, payload->>'n' AS n FROM events`);
  const recorded = new Set(events.map(({ id }) => String(id)));
  const firings = new Set(events.map(({ n }) => n));
  const statuses = await stage.query('SELECT status, count(*)::int AS count FROM deliveries GROUP BY status');
  const delivered = statuses.find(({ status }) => status === 'delivered')?.count ?? 0;
  const received = [...receiver.events];
  /** @type {[string, number][]} */
  const counts = [
    ['accepted events are not recorded', [...load.accepted.keys()].filter((id) => !recorded.has(id)).length],
    ['events are of a firing that had made one', events.length - firings.size],
    ['recorded events did not arrive', [...recorded].filter((id) => !receiver.events.has(id)).length],
    ['events arrived that are not recorded', received.filter(([id]) => !recorded.has(id)).length],
    ['events arrived under two message ids', received.filter(([, { messages }]) => messages.size > 1).length],
    ['deliveries did not end as delivered', recorded.size - delivered],
    ['processes were ended by an outage', stage.fallen.length],
  ];
  return {
    accepted: load.accepted.size,
    refused: load.refused,
    recorded: recorded.size,
    arrived: received.length,
    repeats: received.reduce((sum, [, { times }]) => sum + times - 1, 0),
    faults: counts.filter(([, count]) => count !== 0).map(([what, count]) => `${count} ${what}`),
  };
}

/** @param {import('./stage.mjs').Stage} stage @returns {Promise<number>} */
async function open(stage) {
  const [row] = await stage.query(
    `SELECT count(*)::int AS open FROM deliveries WHERE status IN ('waiting', 'queued')`,
  );
  return row?.open;
}
