import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CountFeed } from '@app/stats';
import { PacedLoop, type Turned } from '../paced-loop.js';

/** Entries of the feed that one turn adds up, each of up to some hundred events. */
const BATCH = 200;

/** Adds up what happens, about each second. Any number of workers may run it. */
@Injectable()
export class CountLoop extends PacedLoop implements OnModuleInit {
  constructor(private readonly counter: CountFeed) {
    super();
  }

  /** Before the first cron could forget what waits to be counted since all workers went. */
  async onModuleInit(): Promise<void> {
    await this.counter.begin();
  }

  protected async turn(): Promise<Turned> {
    const { more } = await this.counter.runOnce(BATCH);
    return more ? 'more' : null;
  }
}
