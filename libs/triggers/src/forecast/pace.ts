import { setImmediate } from 'node:timers/promises';

const LONGEST_MS = 10;

/** Tells long work when it is time to let others have the event loop. */
export class Pace {
  private since = performance.now();

  get isDue(): boolean {
    return performance.now() - this.since >= LONGEST_MS;
  }

  async pause(): Promise<void> {
    await setImmediate();
    this.since = performance.now();
  }
}
