import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { FeedTalliesRepository } from '@app/deliveries';
import { cellsOf } from './cells.js';
import { CountingRepository } from './counting.repository.js';

/** With nothing to count the position is moved on so often, which says that somebody is there. */
const IDLE_MS = 5000;

/**
 * Adds up what the feed's entries say into cells of time. How far it has come is a row, moved on in the transaction that
 * adds, so that every entry is counted once, however many workers do this and wherever one is ended. While there is none,
 * the entries wait.
 */
@Injectable()
export class CountFeed {
  constructor(
    private readonly repository: CountingRepository,
    private readonly tallies: FeedTalliesRepository,
    private readonly database: Database,
  ) {}

  /** Lets what waits to be counted not be forgotten, before anything else is done. */
  begin(): Promise<void> {
    return this.repository.touch();
  }

  /** Counts some `limit` entries; answers how many, and whether there are more. 0 also when somebody else is at it. */
  runOnce(limit: number): Promise<{ counted: number; more: boolean }> {
    return this.database.snapshot(async (manager) => {
      const since = await this.repository.take(manager);
      if (!since) return { counted: 0, more: false };
      const { entries, position, more } = await this.tallies.page(since, limit, manager);
      if (entries.length === 0 && position.at - since.at < IDLE_MS) return { counted: 0, more };
      const ids = entries.flatMap(({ event_ids }) => event_ids);
      const fired = await this.repository.fired(ids, manager);
      await this.repository.add(cellsOf(fired, entries, position.at), manager);
      await this.repository.moveOn(position, manager);
      return { counted: entries.length, more };
    });
  }
}
