import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { uuidV7 } from '@app/clock';
import type { Payload } from '@app/events';
import type { Destination } from '../destinations/destination.entity.js';
import { DestinationsRepository } from '../destinations/destinations.repository.js';
import { decide } from '../sending/decide.js';
import { Transmit } from '../sending/transmit.js';
import { Doctor } from './doctor.js';
import { probeMessage } from './probe-message.js';
import type { ProbeJob, ProbeResult, TestResult } from './probes.jobs.js';

const LONGEST_TRY_MS = 15_000;

/** Tries destinations out for the api, which sends nothing itself. */
@Injectable()
export class Probe {
  constructor(
    private readonly destinations: DestinationsRepository,
    private readonly transmit: Transmit,
    private readonly doctor: Doctor,
    private readonly clock: Clock,
  ) {}

  async run({ kind, project_id, destination_id, payload, until }: ProbeJob): Promise<ProbeResult> {
    if (this.clock.now() > until) return { late: true };
    const destination = await this.destinations.find(project_id, destination_id);
    if (!destination) return { gone: true };
    return kind === 'test'
      ? { test: await this.test(destination, payload) }
      : { checks: await this.doctor.examine(destination, payload) };
  }

  private async test(destination: Destination, payload: Payload): Promise<TestResult> {
    const now = new Date(this.clock.now());
    const message = probeMessage(destination, payload, uuidV7(now.getTime()), now, LONGEST_TRY_MS);
    const made = await this.transmit.body(message);
    const result = 'failed' in made ? made.failed : await this.transmit.send(message, made.body, now);
    return {
      delivered: decide(result, destination.retry, 1, 0).status === 'delivered',
      status_code: result.statusCode,
      error: result.error,
      duration_ms: result.durationMs,
      response_head: result.responseHead,
    };
  }
}
