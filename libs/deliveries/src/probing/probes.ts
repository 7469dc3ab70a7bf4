import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectQueue } from '@nestjs/bullmq';
import { Queue, type Job } from 'bullmq';
import { Clock, timeoutError, within } from '@app/clock';
import { conflict, notFound, unavailable } from '@app/errors';
import type { Payload } from '@app/events';
import { RateLimitedLog } from '@app/observability';
import { Destinations } from '../destinations/destinations.service.js';
import { PROBE_OPTIONS, PROBES_QUEUE } from './probes.jobs.js';
import { type DoctorCheck, type ProbeJob, type ProbeResult, type TestResult } from './probes.jobs.js';

const POLL_MS = 50;
/** For the queue to take the job, and to answer each question about it. */
const QUEUE_MS = 2000;
/** Where nobody has taken the job within this, there is no worker, or none that has time. */
const TAKEN_MS = 5000;
/** A test takes 15 s at most, an examination 20 s and its last check. */
const PATIENCE_MS = { test: TAKEN_MS + 16_000, doctor: TAKEN_MS + 23_000 };
const TEST_PAYLOAD: Payload = { test: true, message: 'A test from the Event Trigger Platform' };

/** Has a worker try a destination out, and waits for what came of it. No event is made. */
@Injectable()
export class Probes implements OnModuleInit {
  private readonly log = new RateLimitedLog(Probes.name);

  constructor(
    @InjectQueue(PROBES_QUEUE) private readonly queue: Queue<ProbeJob, ProbeResult>,
    private readonly destinations: Destinations,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.queue.on('error', (error) => this.log.warn(`The queue is away: ${error.message || error.name}`));
  }

  /** One try. Throws `destination.not_found`, and `unavailable` when no worker answers. */
  async test(projectId: string, id: string, payload = TEST_PAYLOAD): Promise<TestResult> {
    await this.destinations.get(projectId, id);
    const result = await this.ask('test', projectId, id, payload);
    if ('test' in result) return result.test;
    throw notFound('destination');
  }

  /** How an HTTP endpoint takes good and bad webhooks. Throws as a test does, and `destination.not_http`. */
  async examine(projectId: string, id: string, payload = TEST_PAYLOAD): Promise<DoctorCheck[]> {
    const { kind } = await this.destinations.get(projectId, id);
    if (kind !== 'http')
      throw conflict('destination.not_http', 'Only an HTTP endpoint can be examined; test a queue instead.');
    const result = await this.ask('doctor', projectId, id, payload);
    if ('checks' in result) return result.checks;
    throw notFound('destination');
  }

  private async ask(
    kind: ProbeJob['kind'],
    project_id: string,
    destination_id: string,
    payload: Payload,
  ): Promise<ProbeResult> {
    const began = performance.now();
    const until = this.clock.now() + TAKEN_MS;
    let job: Job<ProbeJob, ProbeResult> | undefined = await this.inTime(
      this.queue.add(kind, { kind, project_id, destination_id, payload, until }, PROBE_OPTIONS),
    );
    const id = job.id!;
    for (let waited = 0; waited < PATIENCE_MS[kind]; waited = performance.now() - began) {
      if (waited > TAKEN_MS && !job.processedOn) break;
      await delay(POLL_MS);
      job = await this.inTime(this.queue.getJob(id));
      if (job === undefined || job.failedReason) throw away('The worker could not do it.');
      if (!job.finishedOn) continue;
      if ('late' in job.returnvalue) break; // a worker took it when it was too late to begin
      return job.returnvalue;
    }
    await job.remove().catch(() => {}); // a worker may have it in hand
    throw away('No worker answered in time.');
  }

  private async inTime<T>(work: Promise<T>): Promise<T> {
    try {
      return await within(QUEUE_MS, work, timeoutError);
    } catch (error) {
      throw away('The queue does not answer.', error);
    }
  }
}

function away(detail: string, cause?: unknown): Error {
  return unavailable('probe.unavailable', `${detail} Try again after Retry-After.`, cause);
}
