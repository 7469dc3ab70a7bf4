import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Circuits, Crew, Deliver, Dispatcher } from '@app/deliveries';
import { PacedLoop } from '../paced-loop.js';

const QUEUE_AWAY_PAUSE_MS = 1000;
/** Replays of archived events are rare, and lie in many partitions: how often is looked, and how often at the most. */
const ARCHIVED_MS = 1000;
const ARCHIVED_PAUSE_MS = 100;

/** Hands over what waits in lanes, whenever there is room. Any number of workers may run it. */
@Injectable()
export class LanesLoop extends PacedLoop implements OnModuleInit {
  private waiting = new Set<string>();
  private archivedWaiting = new Set<string>();
  private archivedAt = -Infinity;
  private archivedDueAt = -Infinity;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly crew: Crew,
    deliver: Deliver,
    circuits: Circuits,
  ) {
    super();
    deliver.onEnded((destinationId, intoLane) => {
      if (this.archivedWaiting.has(destinationId)) this.lookAtArchive();
      if (intoLane || this.waiting.has(destinationId)) this.wakeIn(0);
    });
    circuits.onChange(() => {
      if (this.archivedWaiting.size > 0) this.lookAtArchive();
      this.wakeIn(0);
    });
  }

  async onModuleInit(): Promise<void> {
    await this.crew.join();
  }

  /** Something was put into a lane. */
  wake(): void {
    this.wakeIn(0);
  }

  protected async turn(): Promise<number | null> {
    // first, so that what it finds is counted with what is active
    if (performance.now() >= this.archivedDueAt) {
      const archived = await this.dispatcher.runOnce('archived');
      this.archivedAt = performance.now();
      const nextIn = Math.min(archived.nextIn ?? ARCHIVED_MS, ARCHIVED_MS);
      this.archivedDueAt = this.archivedAt + Math.max(nextIn, ARCHIVED_PAUSE_MS);
      this.archivedWaiting = archived.waiting;
    }
    const active = await this.dispatcher.runOnce('active');
    this.waiting = active.waiting;
    if (active.queueAway) return QUEUE_AWAY_PAUSE_MS;
    const archivedIn = Math.max(this.archivedDueAt - performance.now(), 0);
    return Math.min(active.nextIn ?? archivedIn, archivedIn);
  }

  /** There may be room for what waits there. */
  private lookAtArchive(): void {
    this.archivedDueAt = Math.min(this.archivedDueAt, this.archivedAt + ARCHIVED_PAUSE_MS);
    this.wakeIn(this.archivedDueAt - performance.now());
  }
}
