import { vi } from 'vitest';

/**
 * Waits until `check` neither throws nor rejects, and answers what it answered. When it never does, the test fails with
 * its last reason. This is how the suites wait: for a condition, never for a time.
 */
export function eventually<T>(check: () => T | Promise<T>, { within = 20_000 } = {}): Promise<T> {
  return vi.waitFor(check, { timeout: within, interval: 40 });
}
