import { setImmediate } from 'node:timers/promises';

const LONGEST_MS = 10;

/** Tells long work when it is time to let others have the event loop. */
export class Pace {
  private since = performance.now();

  get isDue(): boolean {
    return performance.now() - this.since >= LONGEST_MS;
  }

  /** Lets others have it, if it is time. */
  async pauseIfDue(): Promise<void> {
    if (this.isDue) await this.pause();
  }

  async pause(): Promise<void> {
    await setImmediate();
    this.since = performance.now();
  }
}
