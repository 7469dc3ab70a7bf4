import { Injectable } from '@nestjs/common';
import { DeliveryQueue } from './delivery-queue.js';
import { HandOverRepository } from './hand-over.repository.js';

/** Hands over to the queue whatever is due, or puts it into its lane: retries, and deliveries whose job was lost. */
@Injectable()
export class Sweep {
  constructor(
    private readonly repository: HandOverRepository,
    private readonly queue: DeliveryQueue,
  ) {}

  /** One bounded batch; safe in any number of processes. Nothing is claimed while the queue does not answer. */
  async runOnce(limit: number): Promise<{ handedOver: number; queueAway: boolean }> {
    const nextDueIn = await this.repository.nextDueIn();
    if (nextDueIn === null || nextDueIn > 0) return { handedOver: 0, queueAway: false };
    try {
      await this.queue.ping();
    } catch {
      return { handedOver: 0, queueAway: true };
    }
    const refs = await this.repository.claimDue(limit);
    const direct = refs.filter(({ in_lane }) => !in_lane);
    if (direct.length < refs.length) this.queue.tellOfLanes();
    const arrived = direct.length === 0 || (await this.queue.tryHandOver(direct));
    return { handedOver: arrived ? refs.length : 0, queueAway: !arrived };
  }

  /** Milliseconds until something is due; null when nothing is open. */
  nextDueIn(): Promise<number | null> {
    return this.repository.nextDueIn();
  }
}
