import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { EventRow } from '@app/events';
import type { Delivery } from '../log/delivery.js';
import {
  deliveriesOf,
  EMPTY_SLOT,
  ENTRIES,
  eventsOf,
  LOCK_PATIENCE,
  LOCK_SLOT,
  NOW,
  OLD_SLOT,
} from './feed-statements.js';

/** New events, or with `delivery_ids` one changed delivery of each event. */
export interface FeedEntry {
  xid: string;
  /** When its transaction began, in ms. */
  at: number;
  event_ids: string[];
  delivery_ids: string[] | null;
}

/** What is committed at one moment. */
export interface Moment {
  /** PostgreSQL's time in ms. */
  at: number;
  snapshot: string;
}

/** Without entries there is one row, in which theirs are null. */
type EntryRow = FeedEntry & { now_at: number; now_snapshot: string };

/** An event as the feed needs it: without a payload if it is `unwanted`, being another project's or expired. */
export type FeedEvent = EventRow & { unwanted: boolean };

@Injectable()
export class FeedRepository {
  constructor(private readonly database: Database) {}

  async now(): Promise<Moment> {
    const [moment] = await this.database.query<Moment>(NOW, []);
    return moment!;
  }

  /**
   * What is committed now and was not at a snapshot, in the order of the transactions: some `limit` entries, more only
   * where the last transaction has more.
   */
  async entries(since: string, limit: number): Promise<Moment & { entries: FeedEntry[] }> {
    const rows = await this.database.query<EntryRow>(ENTRIES, [since, limit]);
    const { now_at, now_snapshot } = rows[0]!;
    return { at: now_at, snapshot: now_snapshot, entries: rows.filter(({ xid }) => xid !== null) };
  }

  /** Active events first, which nearly all are; the others are looked for in the whole archive. */
  async events(ids: string[], projects: string[], manager: EntityManager): Promise<Map<string, FeedEvent>> {
    const found = new Map<string, FeedEvent>();
    for (const place of ['active', 'archived'] as const) {
      const missing = ids.filter((id) => !found.has(id));
      if (missing.length === 0) break;
      const rows = await this.database.query<FeedEvent>(eventsOf(place), [missing, projects], manager);
      for (const row of rows) found.set(row.id, row);
    }
    return found;
  }

  /** All deliveries of these events, oldest first; `attempts` only of those that `changed` names. */
  async deliveries(
    bucket: number,
    eventIds: string[],
    changed: string[],
    manager: EntityManager,
  ): Promise<Delivery[]> {
    return this.database.query<Delivery>(deliveriesOf(bucket), [eventIds, changed], manager);
  }

  /**
   * Empties the slot whose turn is next, if nothing in it is young enough to be read any more. `uncounted` is whether
   * there was something in it that is missing in the figures now.
   */
  async emptyOldSlot(): Promise<{ emptied: boolean; uncounted: boolean }> {
    const kept = { emptied: false, uncounted: false };
    const [old] = await this.database.query<{ slot: number }>(OLD_SLOT, []);
    if (!old) return kept;
    return this.database.transaction(async (manager) => {
      await this.database.query(LOCK_PATIENCE, [], manager);
      await this.database.query({ text: LOCK_SLOT(old.slot) }, [], manager);
      // whoever wrote while this waited for the lock has begun the slot anew
      const [still] = await this.database.query<{ slot: number; uncounted: boolean }>(OLD_SLOT, [], manager);
      if (still?.slot !== old.slot) return kept;
      await this.database.query({ text: EMPTY_SLOT(old.slot) }, [], manager);
      return { emptied: true, uncounted: still.uncounted };
    });
  }
}
