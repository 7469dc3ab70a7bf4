import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { RunReplays } from '@app/deliveries';
import { PacedLoop } from '../paced-loop.js';

/** Events that one turn looks at. */
const BATCH = 2000;

/** Takes replays on, each at its own pace, and sleeps until one is due. Any number of workers may run it. */
@Injectable()
export class ReplayLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new PacedLoop('Replays', () => this.turn());

  constructor(private readonly replays: RunReplays) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async turn(): Promise<number | null> {
    const { turns } = await this.replays.runOnce(BATCH);
    return turns > 0 ? 0 : this.replays.nextDueIn();
  }
}
