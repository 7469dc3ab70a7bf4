// @ts-check
import { ownPackage } from '../install.mjs';
import { now, options, report, settle } from './report.mjs';

const { url, count, at, batched } = /** @type {import('./report.mjs').DueJobs} */ (options());
const QUEUE = 'due';
const ROWS = 5000;
/** Half a second is the shortest poll that it allows. */
const WORKERS = 4;
const OPTIONS = { batchSize: batched ? 1000 : 100, pollingIntervalSeconds: 0.5 };

const { default: PgBoss } = await ownPackage('pg-boss');
const boss = new PgBoss({ connectionString: url, schedule: false, supervise: false });
await boss.start();
await boss.createQueue(QUEUE);
for (let from = 0; from < count; from += ROWS)
  await boss.insert(
    Array.from({ length: Math.min(ROWS, count - from) }, (_, n) => ({
      name: QUEUE,
      data: { order: from + n },
      startAfter: new Date(at).toISOString(),
    })),
  );
await settle(url, at);

let picked = 0;
for (let n = 0; n < WORKERS; n++)
  await boss.work(QUEUE, OPTIONS, async (/** @type {object[]} */ jobs) => {
    picked += jobs.length;
    if (picked >= count) report({ tookMs: now() - at });
  });
