// @ts-check
import { Queue, Worker } from 'bullmq';
import { now, options, report } from './report.mjs';

const { redisUrl, rate, seconds } = /** @type {{ redisUrl: string, rate: number, seconds: number }} */ (
  options()
);
const LEAD_MS = 4000;
const QUEUE = 'due';
const count = rate * seconds;
const connection = { url: redisUrl, maxRetriesPerRequest: null };

const queue = new Queue(QUEUE, { connection });
const start = Date.now() + LEAD_MS;
const jobs = Array.from({ length: count }, (_, n) => {
  const due = start + (n * 1000) / rate;
  return { name: 'due', data: { due }, opts: { delay: due - Date.now(), removeOnComplete: true } };
});
for (let from = 0; from < count; from += 1000) {
  const some = jobs.slice(from, from + 1000);
  const timestamp = Date.now();
  for (const { data, opts } of some) Object.assign(opts, { timestamp, delay: data.due - timestamp });
  await queue.addBulk(some);
}

/** @type {number[]} */
const lags = [];
const worker = new Worker(
  QUEUE,
  async ({ data }) => {
    lags.push(now() - data.due);
    if (lags.length === count) report({ lags });
  },
  { connection, concurrency: 100 },
);
worker.on('error', (error) => console.error(error));
