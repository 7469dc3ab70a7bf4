// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess } from '../platform.mjs';

const SETTLE_MS = 3000;

/**
 * What a worker costs PostgreSQL while nothing is due, one that only schedules unless `roles` says otherwise: buffers
 * touched, scaled to a minute, and its statements.
 * @param {import('../suites/table.mjs').Bench} bench @param {NodeJS.ProcessEnv} env @param {import('pg').Client} client
 * @param {import('./scale.mjs').Scale} scale @param {string} [roles]
 */
export async function idleCost(bench, env, client, { idleSeconds }, roles = 'scheduler') {
  const worker = await startProcess(bench, 'worker', { ...env, WORKER_ROLES: roles });
  await sleep(SETTLE_MS);
  await client.query('SELECT pg_stat_statements_reset()');
  await sleep(idleSeconds * 1000);
  const { rows } = await client.query(TOUCHED);
  await worker.stop();
  return {
    buffersPerMinute: (rows.reduce((total, { buffers }) => total + Number(buffers), 0) * 60) / idleSeconds,
    statements: rows.map(({ query }) => String(query)).sort(),
  };
}

const TOUCHED = `
  SELECT query, sum(shared_blks_hit + shared_blks_read) AS buffers
    FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
   WHERE d.datname = current_database() AND query NOT LIKE '%pg_stat_statements%'
   GROUP BY query`;
