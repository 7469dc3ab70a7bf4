import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { OwnConnections } from '@app/database';
import { ExpiredTablesRepository } from './expired-tables.repository.js';

/** How long a file may wait for who is at its table: a backup. */
const LOCK_TIMEOUT_MS = 10_000;

/**
 * So many times as long as a removal took nothing is removed. While the kernel gives back a large file, commits wait for
 * it; so one in two hundred may at most, and the p99 of those who write stays about what it is.
 */
const REST = 199;

/**
 * Gives back the space of slices that are gone, file by file and at leisure: only the dropper knows what they were, and
 * nobody reads them any more.
 */
@Injectable()
export class ExpiredTables implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(
    private readonly repository: ExpiredTablesRepository,
    private readonly connections: OwnConnections,
  ) {}

  /** Until all are removed that there are now, or the process is to stop; answers how many files that were. */
  async remove(): Promise<number> {
    return this.connections.run('remover', LOCK_TIMEOUT_MS, async (connection) => {
      const removals = await this.repository.removals(connection);
      let removed = 0;
      for (const removal of removals) {
        if (this.stopping.signal.aborted) break;
        const began = performance.now();
        await connection.query(removal);
        removed++;
        await this.rest((performance.now() - began) * REST);
      }
      return removed;
    });
  }

  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  private async rest(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => {}); // it is to stop
  }
}
