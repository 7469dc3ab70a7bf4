import { Injectable } from '@nestjs/common';
import { RunReplays } from '@app/deliveries';
import { PacedLoop } from '../paced-loop.js';

/** Events that one turn looks at. */
const BATCH = 2000;

/** Takes replays on, each at its own pace, and sleeps until one is due. Any number of workers may run it. */
@Injectable()
export class ReplayLoop extends PacedLoop {
  constructor(private readonly replays: RunReplays) {
    super();
  }

  protected async turn(): Promise<number | null> {
    const { turns } = await this.replays.runOnce(BATCH);
    return turns > 0 ? 0 : this.replays.nextDueIn();
  }
}
