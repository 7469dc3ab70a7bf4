import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job, WorkerOptions } from 'bullmq';
import type { Config } from '@app/config';
import { Probe, PROBES_QUEUE } from '@app/deliveries';
import { type ProbeJob, type ProbeResult } from '@app/deliveries';
import { RateLimitedLog, withLogContext } from '@app/observability';
import { queueConnection } from '@app/queue';

/** A few at once: people ask for them, and some take 20 s. */
const CONCURRENCY = 10;

/** Tries destinations out for the api. */
@Injectable()
export class ProbeProcessor extends WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new RateLimitedLog(ProbeProcessor.name);

  constructor(private readonly probe: Probe) {
    super();
  }

  onApplicationBootstrap(): void {
    this.worker.on('error', (error) => this.log.warn(`The queue is away: ${error.message || error.name}`));
    this.worker.on('failed', (_job, error) => this.log.warn(`A probe failed: ${error.message}`));
    // settles when the worker is closed
    this.worker.run().catch((error: Error) => this.log.warn(`The queue worker ended: ${error.message}`));
  }

  async process(job: Job<ProbeJob>): Promise<ProbeResult> {
    return withLogContext({ job_id: job.id ?? '' }, () => this.probe.run(job.data));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.close();
  }
}

/** The options come from the configuration, which a decorator written at the class could not see. */
export function configureProbeProcessor(config: Config): typeof ProbeProcessor {
  const options: WorkerOptions = {
    connection: queueConnection(config, 'consumer'),
    autorun: false,
    concurrency: CONCURRENCY,
    maxStalledCount: 0, // whoever asked has been told that nobody answered
    runRetryDelay: 1000,
  };
  Processor(PROBES_QUEUE, options)(ProbeProcessor);
  return ProbeProcessor;
}
