// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess } from '../platform.mjs';
import { runChild } from '../yardsticks/child.mjs';
import { lags } from './burst.mjs';
import { withLead } from './lead.mjs';
import { arm, forgetEvents } from './triggers.mjs';

/**
 * One round: occurrences at an even rate, one worker that only schedules. Their lags, due to committed, in ms.
 * @param {import('../suites/table.mjs').Bench} bench @param {NodeJS.ProcessEnv} env @param {import('pg').Client} client
 * @param {import('./scale.mjs').Scale} scale
 */
export async function scheduleLag(bench, env, client, { rate, rateSeconds, leadMs }) {
  await forgetEvents(client);
  const count = rate * rateSeconds;
  const at = await withLead(leadMs, (at) => arm(client, { count, at, stepMs: 1000 / rate }));
  const worker = await startProcess(bench, 'worker', { ...env, WORKER_ROLES: 'scheduler' });
  await sleep(at.getTime() - Date.now() + rateSeconds * 1000 + 2000);
  const resident = worker.peak();
  await worker.stop();
  await bench.servers.emptyRedis();
  const found = await lags(client, 'scheduled_for >= $1', [at]);
  if (found.length !== count)
    throw new Error(`${count} occurrences were due, and made ${found.length} events.`);
  return { lags: found, resident };
}

/**
 * The same with BullMQ's delayed jobs: their lags, due to picked up by a handler that does nothing, in ms.
 * @param {import('../suites/table.mjs').Bench} bench @param {import('./scale.mjs').Scale} scale
 */
export async function bullmqLag({ servers, life }, { rate, rateSeconds }) {
  /** @type {{ lags: number[] }} */
  const { lags } = await runChild(
    'bullmq-delayed',
    { redisUrl: servers.redisUrl, rate, seconds: rateSeconds },
    life,
  );
  await servers.emptyRedis();
  return lags;
}
