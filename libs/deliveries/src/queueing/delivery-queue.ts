import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectQueue } from '@nestjs/bullmq';
import { Queue } from 'bullmq';
import { within } from '@app/clock';
import { RateLimitedLog } from '@app/observability';
import type { DeliveryRef } from '../recording/firing.js';
import { DELIVERIES_QUEUE, deliverJobs, lanesJob, type DeliverJob } from './deliveries.jobs.js';

/** Hand-overs under way at once; beyond it the queue is too slow, and the sweep will do it later. */
const MAX_UNDER_WAY = 64;
const PATIENCE_MS = 2000;
/** Workers are told of filled lanes no more often than this. */
const TELL_MS = 25;

/** Hands committed deliveries to BullMQ. It never fails its caller: what does not arrive, the sweep hands over again. */
@Injectable()
export class DeliveryQueue implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new RateLimitedLog(DeliveryQueue.name);
  private readonly underWay = new Set<Promise<void>>();
  private telling: NodeJS.Timeout | undefined;
  private toldAt = -Infinity;

  constructor(@InjectQueue(DELIVERIES_QUEUE) private readonly queue: Queue<DeliverJob>) {}

  onModuleInit(): void {
    this.queue.on('error', (error) => this.log.warn(`The queue is away: ${error.message || error.name}`));
  }

  /** Returns at once. What was written into a lane is left to the dispatcher, which is told. */
  handOver(refs: DeliveryRef[]): void {
    const direct = refs.filter(({ in_lane }) => !in_lane);
    if (direct.length < refs.length) this.tellOfLanes();
    if (direct.length === 0 || this.underWay.size >= MAX_UNDER_WAY) return;
    const adding = this.add(direct)
      .catch((error: Error) => this.log.warn(`Deliveries wait for the sweep: ${error.message}`))
      .finally(() => this.underWay.delete(adding));
    this.underWay.add(adding);
  }

  /** Wakes a dispatcher, as soon as none was woken in the last moment. */
  tellOfLanes(): void {
    this.telling ??= setTimeout(
      () => {
        this.telling = undefined;
        this.toldAt = performance.now();
        const { name, data, opts } = lanesJob();
        this.inTime(this.queue.add(name, data, opts)).catch(() => {});
      },
      Math.max(0, this.toldAt + TELL_MS - performance.now()),
    ).unref();
  }

  /** Hands over and says whether it worked. */
  async tryHandOver(refs: DeliveryRef[]): Promise<boolean> {
    try {
      await this.add(refs);
      return true;
    } catch (error) {
      this.log.warn(`Deliveries wait for the sweep: ${(error as Error).message}`);
      return false;
    }
  }

  /** Throws when the queue does not answer in time. */
  async ping(): Promise<void> {
    await this.inTime(this.queue.count());
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.telling);
    await Promise.all(this.underWay);
  }

  private async add(refs: DeliveryRef[]): Promise<void> {
    await this.inTime(this.queue.addBulk(deliverJobs(refs)));
  }

  /** A queue whose connection was never made would wait for it without end. */
  private inTime<T>(work: Promise<T>): Promise<T> {
    return within(PATIENCE_MS, work, () => new Error(`no answer from the queue within ${PATIENCE_MS} ms`));
  }
}
