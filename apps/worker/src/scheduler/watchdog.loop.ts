import { Injectable } from '@nestjs/common';
import { Watchdog } from '@app/triggers';
import { PacedLoop } from '../paced-loop.js';

const BATCH = 500;

/** Looks each second whether a trigger has gone quiet or fires again. Any number of workers may run it. */
@Injectable()
export class WatchdogLoop extends PacedLoop {
  constructor(private readonly watchdog: Watchdog) {
    super();
  }

  protected async turn(): Promise<number | null> {
    const { looked } = await this.watchdog.runOnce(BATCH);
    return looked === BATCH ? 0 : null;
  }
}
