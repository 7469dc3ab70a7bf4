import { describe, inject } from 'vitest';

export type QueueBackend = 'redis' | 'postgres';

/** The same suite on every queue; on Redis it is reported as skipped where no Redis can be had. */
export function describeOnEachQueue(name: string, suite: (queue: QueueBackend) => void): void {
  describe.skipIf(inject('redisUrl') === null)(`${name} (queue on redis)`, () => suite('redis'));
  describe(`${name} (queue on postgres)`, () => suite('postgres'));
}
