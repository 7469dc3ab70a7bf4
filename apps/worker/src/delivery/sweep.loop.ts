import { Injectable } from '@nestjs/common';
import { OutcomeWriter, RunReplays, Sweep } from '@app/deliveries';
import { PacedLoop } from '../paced-loop.js';

const BATCH = 500;
const QUEUE_AWAY_PAUSE_MS = 1000;

/** Hands over what is due: retries at their time, and deliveries whose job was lost. Any number of workers may run it. */
@Injectable()
export class SweepLoop extends PacedLoop {
  constructor(
    private readonly sweep: Sweep,
    outcomes: OutcomeWriter,
    replays: RunReplays,
  ) {
    super();
    outcomes.onRetry((delayMs) => this.wakeIn(delayMs));
    replays.onMade(() => this.wakeIn(0));
  }

  protected async turn(): Promise<number | null> {
    const { handedOver, queueAway } = await this.sweep.runOnce(BATCH);
    if (queueAway) return QUEUE_AWAY_PAUSE_MS;
    return handedOver === BATCH ? 0 : this.sweep.nextDueIn();
  }
}
