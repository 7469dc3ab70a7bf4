import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job, WorkerOptions } from 'bullmq';
import type { Config } from '@app/config';
import { Deliver } from '@app/deliveries';
import { DELIVERIES_QUEUE, LANES_JOB, refsOf, type DeliverJob } from '@app/deliveries';
import { RateLimitedLog, withLogContext } from '@app/observability';
import { queueConnection } from '@app/queue';
import { LanesLoop } from './lanes.loop.js';

/** A worker that was killed is noticed after its lock has ended; the check before each try makes a repeat harmless. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
const JOBS_PER_PLACE = 2;

/** Takes jobs off the queue: deliveries, and the word that something waits in a lane. */
@Injectable()
export class DeliverProcessor
  extends WorkerHost
  implements OnApplicationBootstrap, BeforeApplicationShutdown
{
  private readonly log = new RateLimitedLog(DeliverProcessor.name);

  constructor(
    private readonly deliver: Deliver,
    private readonly lanes: LanesLoop,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.worker.on('error', (error) => this.log.warn(`The queue is away: ${error.message || error.name}`));
    this.worker.on('failed', (_job, error) =>
      this.log.warn(`A job failed; the sweep takes over: ${error.message}`),
    );
    // settles when the worker is closed
    this.worker.run().catch((error: Error) => this.log.warn(`The queue worker ended: ${error.message}`));
  }

  async process(job: Job<DeliverJob>): Promise<void> {
    if (job.name === LANES_JOB) return this.lanes.wake();
    await withLogContext({ job_id: job.id ?? '' }, () => this.deliver.run(refsOf(job.data)));
  }

  /** Takes no more jobs and finishes those under way, while everything that they need is still open. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.close();
  }
}

/** The options come from the configuration, which a decorator written at the class could not see. */
export function configureDeliverProcessor(config: Config): typeof DeliverProcessor {
  const options: WorkerOptions = {
    connection: queueConnection(config, 'consumer'),
    autorun: false,
    // A job lasts as long as its slowest delivery: with as many jobs as places, a few slow ones would keep out the rest.
    concurrency: JOBS_PER_PLACE * config.delivery.concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: 1_000_000,
    runRetryDelay: 1000,
  };
  Processor(DELIVERIES_QUEUE, options)(DeliverProcessor);
  return DeliverProcessor;
}
