import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { LostHandOvers } from '@app/deliveries';
import { PacedLoop } from '../paced-loop.js';

/** Looks once a second whether Redis has lost what was handed over. */
@Injectable()
export class LostHandOversLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new PacedLoop('Lost hand-overs', () => this.turn());

  constructor(private readonly lost: LostHandOvers) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async turn(): Promise<null> {
    await this.lost.runOnce();
    return null;
  }
}
