import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { OwnConnections, sqlState, type OwnConnection } from '@app/database';
import { ExpiredTablesRepository } from './expired-tables.repository.js';

/** How long a removal waits for who is at its table, such as a backup. */
const LOCK_TIMEOUT_MS = 1000;

/** SQLSTATE of what somebody else has removed meanwhile. */
const UNDEFINED_TABLE = '42P01';

/**
 * So many times as long as a removal took nothing is removed. While the kernel gives back a large file, commits wait for
 * it; so one in two hundred meets one, and the p99 of those who write stays about what it is.
 */
const REST = 199;
/** With more waiting than that the rests are shorter in proportion: a disk that fills up is worse than a commit that waits. */
const WAITING_BYTES = 8 * 2 ** 30;

/** How many times as long as a removal took nothing is removed after it, with so many bytes that wait. */
export const restAfter = (waitingBytes: number): number =>
  waitingBytes > WAITING_BYTES ? (REST * WAITING_BYTES) / waitingBytes : REST;

/**
 * Gives back the space of slices that are gone, file by file and at leisure: only the dropper knows what they were, and
 * nobody reads them any more.
 */
@Injectable()
export class ExpiredTables implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    private readonly repository: ExpiredTablesRepository,
    private readonly connections: OwnConnections,
  ) {}

  /**
   * Removes files for `limitMs`, since one may take as long as many others; rests after the last of them as after any, and
   * answers how many they were. What cannot be removed now keeps nothing else; it rejects for that at the end.
   */
  runOnce(limitMs: number): Promise<number> {
    const end = performance.now() + limitMs;
    const mayGoOn = (): boolean => !this.stopping.signal.aborted && performance.now() < end;
    return this.connections.run('remover', LOCK_TIMEOUT_MS, async (connection) => {
      let removed = 0;
      let failure: unknown;
      const tables = await this.repository.all(connection);
      const rest = restAfter(tables.reduce((sum, { bytes }) => sum + bytes, 0));
      for (const { name } of tables)
        try {
          for (let left = true; left && mayGoOn(); removed++)
            left = await this.removeNextOf(name, connection, rest);
        } catch (error) {
          if (sqlState(error) !== UNDEFINED_TABLE) failure ??= error;
        }
      if (failure !== undefined) throw failure;
      return removed;
    });
  }

  /** Comes before anybody waits for the work under way. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** Whether something is left of the table. */
  private async removeNextOf(table: string, connection: OwnConnection, rest: number): Promise<boolean> {
    const { tookMs, last } = await this.repository.removeNextOf(table, connection);
    await sleep(tookMs * rest, undefined, { signal: this.stopping.signal }).catch(() => {}); // it is to stop
    return !last;
  }
}
