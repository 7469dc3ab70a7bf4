import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DueSoon, DueTriggers } from '@app/triggers';
import { PacedLoop } from '../paced-loop.js';

const BATCH = 500;

/** Fires what is due by schedule, in batches, and sleeps until something is. Any number of workers may run it. */
@Injectable()
export class SchedulerLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new PacedLoop('Scheduler', () => this.turn());

  constructor(
    private readonly due: DueTriggers,
    private readonly dueSoon: DueSoon,
  ) {}

  onApplicationBootstrap(): void {
    this.dueSoon.onHeard(() => this.loop.wakeIn(0));
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async turn(): Promise<number | null> {
    const { settled } = await this.due.runOnce(BATCH);
    return settled > 0 ? 0 : this.due.nextDueIn();
  }
}
