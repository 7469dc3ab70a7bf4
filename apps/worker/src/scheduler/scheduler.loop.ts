import { Injectable } from '@nestjs/common';
import { DueSoon, DueTriggers } from '@app/triggers';
import { PacedLoop, type Turned } from '../paced-loop.js';

const BATCH = 500;
/** Batches at once while they are full: what one computes, the other has written. */
const LANES = 2;
/** So many of each lane, and a stop is asked for: a stop waits for the turn under way. */
const BATCHES_A_TURN = 5;

/** Fires what is due by schedule, in batches, and sleeps until something is. Any number of workers may run it. */
@Injectable()
export class SchedulerLoop extends PacedLoop {
  private lanes = 1;

  constructor(
    private readonly due: DueTriggers,
    private readonly dueSoon: DueSoon,
  ) {
    super();
  }

  override onApplicationBootstrap(): void {
    this.dueSoon.onHeard(() => this.wakeIn(0));
    super.onApplicationBootstrap();
  }

  /** Nothing is locked and no transaction begun unless something is due: an idle turn is one look at one index. */
  protected async turn(): Promise<Turned> {
    const dueIn = await this.due.nextDueIn();
    if (dueIn === null || dueIn > 0) return dueIn;
    const ended = await Promise.allSettled(Array.from({ length: this.lanes }, () => this.drain()));
    const failed = ended.find(({ status }) => status === 'rejected');
    if (failed) throw (failed as PromiseRejectedResult).reason;
    const isMore = ended.some((lane) => lane.status === 'fulfilled' && lane.value);
    this.lanes = isMore ? LANES : 1;
    return isMore ? 'more' : 0;
  }

  /** Answers whether there is probably more. */
  private async drain(): Promise<boolean> {
    for (let batch = 1; ; batch++) {
      const { isFull } = await this.due.runOnce(BATCH);
      if (!isFull) return false;
      if (batch === BATCHES_A_TURN || this.lanes === 1) return true;
    }
  }
}
