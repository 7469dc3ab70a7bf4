import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@app/clock';
import { Config } from '@app/config';
import { throughOutage } from '@app/database';
import { Circuits } from '../lanes/circuits.js';
import { FairSlots } from '../lanes/fair-slots.js';
import { GiveBack } from '../lanes/give-back.js';
import { Lanes } from '../lanes/lanes.js';
import type { DeliveryRef } from '../recording/firing.js';
import type { Attempt, SendResult } from './attempt.js';
import { decide } from './decide.js';
import { DeliverRepository } from './deliver.repository.js';
import { type Checked } from './deliver.repository.js';
import type { OpenDelivery } from './open-delivery.js';
import { OUTAGE_MS, OutcomeWriter } from './outcome-writer.js';
import { Transmit } from './transmit.js';

/** How often places are looked at in which nothing ends. */
const JUDGE_MS = 100;

/** Takes handed-over deliveries to an end, to their next wait, or back to their lane. */
@Injectable()
export class Deliver implements OnApplicationShutdown {
  private readonly slots;
  private readonly judging;
  private readonly listeners: ((destinationId: string, intoLane: boolean) => void)[] = [];

  constructor(
    private readonly repository: DeliverRepository,
    private readonly outcomes: OutcomeWriter,
    private readonly transmit: Transmit,
    private readonly clock: Clock,
    private readonly lanes: Lanes,
    private readonly circuits: Circuits,
    private readonly back: GiveBack,
    config: Config,
  ) {
    this.slots = new FairSlots(config.delivery.concurrency);
    this.judging = setInterval(() => this.slots.judge(), JUDGE_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.judging);
  }

  /** Tells of every delivery that has left its destination some room, having ended or gone back into its lane. */
  onEnded(listener: (destinationId: string, intoLane: boolean) => void): void {
    this.listeners.push(listener);
  }

  /**
   * Settles when every delivery has been tried, or given back to its lane, and that is committed; hand-overs of the past
   * are ignored.
   */
  async run(refs: DeliveryRef[]): Promise<void> {
    const checked = await throughOutage(OUTAGE_MS, () => this.repository.check(refs));
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
        return this.inPlace(ref, checked.delivery);
      case 'in-lane':
        return this.back.write({ ref, destination_id: checked.destination_id, slow: false });
      case 'expired':
        return this.outcomes.write({ ref, status: 'dead', attempt: null, delayMs: null });
      case 'destination-gone':
        return this.outcomes.write({ ref, status: 'cancelled', attempt: null, delayMs: null });
      case 'destination-off':
        return; // parked already
    }
  }

  private async inPlace(ref: DeliveryRef, delivery: OpenDelivery): Promise<void> {
    const { destination_id, max_in_flight, metered } = delivery;
    const cap = metered ? max_in_flight : Math.max(1, Math.floor(max_in_flight / this.lanes.workers));
    const result = await this.slots.run(destination_id, cap, () => this.attempt(ref, delivery));
    if (result === 'given-back') await this.back.write({ ref, destination_id, slow: true });
    for (const listener of this.listeners) listener(destination_id, result === 'given-back');
  }

  private async attempt(ref: DeliveryRef, delivery: OpenDelivery): Promise<void> {
    // It waited too long for a free slot: another worker may get it any moment. The sweep hands it over again.
    if (performance.now() > delivery.startBefore) return;
    const startedAt = new Date(this.clock.now());
    const made = await this.transmit.body(delivery);
    // a template may have had to wait for its turn
    if (performance.now() > delivery.startBefore) return;
    if ('unstarted' in made && made.unstarted)
      // no fault of the destination's, and no try
      return this.back.write({ ref, destination_id: delivery.destination_id, slow: false });
    const result = 'failed' in made ? made.failed : await this.transmit.send(delivery, made.body, startedAt);
    const number = delivery.attempt_count + 1;
    const decision = decide(result, delivery.retry, number, Math.random());
    if ('body' in made && !result.refused) {
      const { destination_id, unwell, probe } = delivery;
      this.circuits.note(destination_id, failureOf(result, decision.status), unwell, probe);
      // its place is free once the outcome is written: the next probe must not go out before this one counts
      if (probe) await this.circuits.reported();
    }
    const disable = decision.status === 'dead' && decision.disableDestination;
    if (disable)
      await throughOutage(OUTAGE_MS, () => this.circuits.disable(delivery.destination_id, disable));
    await this.outcomes.write({
      ref,
      status: decision.status,
      attempt: attemptOf(number, startedAt, result),
      delayMs: decision.status === 'waiting' ? decision.delayMs : null,
    });
  }
}

function failureOf({ statusCode, error }: SendResult, status: string): string | null {
  if (status === 'delivered') return null;
  return error ?? `the endpoint answered ${statusCode}`;
}

function attemptOf(number: number, startedAt: Date, result: SendResult): Attempt {
  return {
    number,
    started_at: startedAt.toISOString(),
    duration_ms: result.durationMs,
    status_code: result.statusCode,
    error: result.error,
    response_head: result.responseHead,
    ...(result.exchange && {
      request: result.exchange.request,
      response_headers: result.exchange.responseHeaders,
    }),
  };
}
