import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { Clock } from '@app/clock';
import { Config } from '@app/config';
import { DestinationsRepository } from '../destinations/destinations.repository.js';
import type { DeliveryRef } from '../recording/firing.js';
import type { Attempt, SendResult } from './attempt.js';
import { decide } from './decide.js';
import { DeliverRepository } from './deliver.repository.js';
import { type Checked } from './deliver.repository.js';
import type { OpenDelivery } from './open-delivery.js';
import { OutcomeWriter } from './outcome-writer.js';
import { Transmit } from './transmit.js';

/** Takes handed-over deliveries to an end, or to their next wait. */
@Injectable()
export class Deliver {
  private readonly slots;

  constructor(
    private readonly repository: DeliverRepository,
    private readonly outcomes: OutcomeWriter,
    private readonly transmit: Transmit,
    private readonly destinations: DestinationsRepository,
    private readonly clock: Clock,
    config: Config,
  ) {
    this.slots = pLimit(config.delivery.concurrency);
  }

  /** Settles when every delivery has been tried and its outcome is committed; hand-overs of the past are ignored. */
  async run(refs: DeliveryRef[]): Promise<void> {
    const checked = await this.repository.check(refs);
    const off = checked.filter(({ state }) => state === 'destination-off');
    if (off.length > 0) await this.repository.park(off.map(({ ref }) => ref));
    const results = await Promise.allSettled(checked.map((one) => this.one(one)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  private async one(checked: Checked): Promise<void> {
    const { ref } = checked;
    switch (checked.state) {
      case 'open':
        return this.slots(() => this.attempt(ref, checked.delivery));
      case 'expired':
        return this.outcomes.write({ ref, status: 'dead', attempt: null, delayMs: null });
      case 'destination-gone':
        return this.outcomes.write({ ref, status: 'cancelled', attempt: null, delayMs: null });
      case 'destination-off':
        return; // parked already
    }
  }

  private async attempt(ref: DeliveryRef, delivery: OpenDelivery): Promise<void> {
    // It waited too long for a free slot: another worker may get it any moment. The sweep hands it over again.
    if (performance.now() > delivery.startBefore) return;
    const startedAt = new Date(this.clock.now());
    const made = await this.transmit.body(delivery);
    // a template may have had to wait for its turn
    if (performance.now() > delivery.startBefore) return;
    const result = 'failed' in made ? made.failed : await this.transmit.send(delivery, made.body, startedAt);
    const number = delivery.attempt_count + 1;
    const decision = decide(result, delivery.retry, number, Math.random());
    if (decision.status === 'dead' && decision.disableDestination)
      await this.destinations.disable(delivery.destination_id, decision.disableDestination);
    await this.outcomes.write({
      ref,
      status: decision.status,
      attempt: attemptOf(number, startedAt, result),
      delayMs: decision.status === 'waiting' ? decision.delayMs : null,
    });
  }
}

function attemptOf(number: number, startedAt: Date, result: SendResult): Attempt {
  return {
    number,
    started_at: startedAt.toISOString(),
    duration_ms: result.durationMs,
    status_code: result.statusCode,
    error: result.error,
    response_head: result.responseHead,
  };
}
