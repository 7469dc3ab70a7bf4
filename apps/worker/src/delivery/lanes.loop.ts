import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Circuits, Crew, Deliver, Dispatcher } from '@app/deliveries';
import { PacedLoop } from '../paced-loop.js';

const QUEUE_AWAY_PAUSE_MS = 1000;
/** Replays of archived events are rare, and lie in many partitions. */
const ARCHIVED_MS = 1000;

/** Hands over what waits in lanes, whenever there is room. Any number of workers may run it. */
@Injectable()
export class LanesLoop extends PacedLoop implements OnModuleInit {
  private waiting = new Set<string>();
  private archivedAt = -Infinity;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly crew: Crew,
    deliver: Deliver,
    circuits: Circuits,
  ) {
    super();
    deliver.onEnded((destinationId, intoLane) => {
      if (intoLane || this.waiting.has(destinationId)) this.wakeIn(0);
    });
    circuits.onChange(() => this.wakeIn(0));
  }

  async onModuleInit(): Promise<void> {
    await this.crew.join();
  }

  /** Something was put into a lane. */
  wake(): void {
    this.wakeIn(0);
  }

  protected async turn(): Promise<number | null> {
    const active = await this.dispatcher.runOnce('active');
    this.waiting = active.waiting;
    if (active.queueAway) return QUEUE_AWAY_PAUSE_MS;
    if (performance.now() - this.archivedAt >= ARCHIVED_MS) {
      this.archivedAt = performance.now();
      await this.dispatcher.runOnce('archived');
    }
    return active.nextIn;
  }
}
