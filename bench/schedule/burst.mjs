// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { Trouble } from '../../scripts/say.mjs';
import { startProcess } from '../platform.mjs';
import { until } from '../until.mjs';
import { withLead } from './lead.mjs';
import { arm, forgetEvents, startSteady, stopSteady } from './triggers.mjs';

/** @typedef {import('pg').Client} Client */

const LIMIT = 300_000;
const REST_MS = 5000;

/**
 * One round: a worker that only schedules, `count` triggers due at one instant, others due every second beside them.
 * Events a second from the instant to the last commit; the steady triggers' lags before the instant and until that commit.
 * @param {import('../suites/table.mjs').Bench} bench @param {NodeJS.ProcessEnv} env @param {Client} client
 * @param {import('./scale.mjs').Scale} scale
 */
export async function burst(bench, env, client, { burst: count, leadMs }) {
  await forgetEvents(client);
  const at = await withLead(leadMs, (at) => arm(client, { count, at }));
  const worker = await startProcess(bench, 'worker', { ...env, WORKER_ROLES: 'scheduler' });
  await startSteady(client, new Date(Math.max(at.getTime() - REST_MS, Date.now() + 1000)));
  await sleep(at.getTime() - Date.now());
  await until(
    'the burst to be recorded',
    { every: 1000, limit: LIMIT },
    async () => (await recorded(client, at)) >= count,
  );
  const { rows } = await client.query(COMMITTED, [at]);
  const { events, deliveries, last } = rows[0];
  if (Number(events) !== count || Number(deliveries) !== count)
    throw new Trouble(`${count} triggers were due, and made ${events} events and ${deliveries} deliveries.`);
  await sleep(300);
  await stopSteady(client);
  const resident = worker.peak();
  await worker.stop();
  await bench.servers.emptyRedis();
  return {
    perSecond: count / ((last.getTime() - at.getTime()) / 1000),
    steady: await lags(client, `trigger_name = 'steady' AND scheduled_for >= $1 AND scheduled_for < $2`, [
      at,
      last,
    ]),
    atRest: await lags(client, `trigger_name = 'steady' AND scheduled_for < $1`, [at]),
    resident,
  };
}

const OF_BURST = `bucket = 0 AND scheduled_for = $1 AND trigger_name <> 'steady'`;

/** @param {Client} client @param {Date} at */
async function recorded(client, at) {
  const { rows } = await client.query(`SELECT count(*) FROM events WHERE ${OF_BURST}`, [at]);
  return Number(rows[0].count);
}

const COMMITTED = `
  SELECT count(*) AS events, max(pg_xact_commit_timestamp(e.xmin)) AS last,
         (SELECT count(*) FROM deliveries d WHERE d.bucket = 0 AND d.event_id IN (SELECT id FROM events WHERE ${OF_BURST})) AS deliveries
    FROM events_active e WHERE ${OF_BURST}`;

/**
 * From an occurrence's instant to the commit of its event, in ms.
 * @param {Client} client @param {string} which @param {unknown[]} values
 */
export async function lags(client, which, values) {
  const { rows } = await client.query({
    text: `SELECT (extract(epoch FROM pg_xact_commit_timestamp(xmin) - scheduled_for) * 1000)::float8
             FROM events_active WHERE ${which}`,
    values,
    rowMode: 'array',
  });
  return rows.map(([lag]) => Number(lag));
}
