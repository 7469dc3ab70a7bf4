// @ts-check
import { ownPackage } from '../install.mjs';
import { now, options, report, settle } from './report.mjs';

const { url, count, at, batched } = /** @type {import('./report.mjs').DueJobs} */ (options());
const ROWS = 5000;
const PRESET = {
  worker: {
    connectionString: url,
    concurrentJobs: 24,
    pollInterval: 100,
    ...(batched && { localQueue: { size: 500 }, completeJobBatchDelay: 0 }),
  },
};

const { makeWorkerUtils, run, Logger } = await ownPackage('graphile-worker');
const logger = new Logger(() => () => {});
const utils = await makeWorkerUtils({ connectionString: url, logger });
await utils.migrate();
for (let from = 0; from < count; from += ROWS)
  await utils.addJobs(
    Array.from({ length: Math.min(ROWS, count - from) }, (_, n) => ({
      identifier: 'due',
      payload: { order: from + n },
      runAt: new Date(at),
    })),
  );
await utils.release();
await settle(url, at);

let picked = 0;
const due = async () => {
  if (++picked === count) report({ tookMs: now() - at });
};
await run({ preset: PRESET, logger, noHandleSignals: true, taskList: { due } });
