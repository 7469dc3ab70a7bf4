import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { idSince, idUntil } from '@app/events';
import { matchQuery, scanQuery, type Matching } from './matching-query.js';
import type { MatchCount, ReplayFilter } from './replay.js';
import type { MatchedEvent } from './take.js';

const PAGE = 1000;
const COUNT_MOST = 100_000;
const COUNT_PATIENCE_MS = 2000;

/** Finds the events that a replay is about, page by page. */
@Injectable()
export class MatchingRepository {
  constructor(private readonly database: Database) {}

  /** The next ids after one, oldest first, of which some may match; fewer than `limit` are the last. */
  async scan(matching: Matching, after: string, limit: number, manager: EntityManager): Promise<string[]> {
    const { statement, values } = scanQuery(matching, after, endOf(matching), limit);
    const rows = await this.database.query<{ id: string }>(statement, values, manager);
    return rows.map(({ id }) => id);
  }

  /** Those of the given events that match, oldest first. */
  match(matching: Matching, ids: string[], manager: EntityManager): Promise<MatchedEvent[]> {
    if (ids.length === 0) return Promise.resolve([]);
    const { statement, values } = matchQuery(matching, ids);
    return this.database.query<MatchedEvent>(statement, values, manager);
  }

  /**
   * The same, with the events locked until the end of the transaction. Whoever waits for a move finds nothing at the
   * old place, and the event at the new one when looking again.
   */
  async matchLocked(matching: Matching, ids: string[], manager: EntityManager): Promise<MatchedEvent[]> {
    const lock = (some: string[]) =>
      this.database.query<{ id: string }>(LOCK, [matching.project_id, some], manager);
    const locked = new Set((await lock(ids)).map(({ id }) => id));
    const missed = ids.filter((id) => !locked.has(id));
    if (missed.length > 0) await lock(missed);
    return this.match(matching, ids, manager);
  }

  /** Page by page, and not for ever: it stops at 100,000, and with the first page that ends after 2 s. */
  async count(matching: Matching, manager: EntityManager): Promise<MatchCount> {
    const giveUp = performance.now() + COUNT_PATIENCE_MS;
    let matched = 0;
    for (let after = startOf(matching.filter); ;) {
      const ids = await this.scan(matching, after, PAGE, manager);
      matched += (await this.match(matching, ids, manager)).length;
      if (ids.length < PAGE) return { matched, at_least: false };
      if (matched >= COUNT_MOST || performance.now() > giveUp) return { matched, at_least: true };
      after = ids.at(-1)!;
    }
  }
}

/** An id before the first that a filter can mean. */
export function startOf({ since }: ReplayFilter): string {
  return idSince(since === undefined ? 0 : Date.parse(since));
}

/** An id after the last one. */
function endOf({ at, filter: { until } }: Matching): string {
  return idUntil(Math.min(Date.parse(at), until === undefined ? Infinity : Date.parse(until)));
}

const LOCK = {
  text: `
SELECT id FROM events WHERE project_id = $1 AND id = ANY ($2::uuid[]) AND expires_at > now()
 ORDER BY id FOR UPDATE`,
};
