import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Watchdog } from '@app/triggers';
import { PacedLoop } from '../paced-loop.js';

const BATCH = 500;

/** Looks each second whether a trigger has gone quiet or fires again. Any number of workers may run it. */
@Injectable()
export class WatchdogLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new PacedLoop('Watchdog', () => this.turn());

  constructor(private readonly watchdog: Watchdog) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async turn(): Promise<number | null> {
    const { looked } = await this.watchdog.runOnce(BATCH);
    return looked === BATCH ? 0 : null;
  }
}
