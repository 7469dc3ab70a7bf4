import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 400;
const GROWTH = 1.4;

/**
 * Waits until `check` neither throws nor rejects, and answers what it answered. When it never does, the test fails with
 * its last reason. This is how the suites wait: for a condition, never for a time. What takes long is looked at less and less
 * often: most of what the suites wait for is slower the more often it is asked.
 */
export async function eventually<T>(check: () => T | Promise<T>, { within = 20_000 } = {}): Promise<T> {
  const limit = performance.now() + within;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * GROWTH, LONGEST_PAUSE_MS)) {
    try {
      return await check();
    } catch (failure) {
      if (performance.now() + pause > limit) throw failure;
    }
    await sleep(pause);
  }
}
