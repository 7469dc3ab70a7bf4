import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { isAhead, upTo, type FeedPosition } from './feed-position.js';
import { TALLIES } from './feed-statements.js';

/** How deliveries to a destination ended or were tried; of a try with the class of its duration (see `endOfTimeClass`). */
type Tally = [
  project_id: string,
  destination_id: string,
  status: 'waiting' | 'queued' | 'delivered' | 'dead' | 'cancelled',
  duration: number | null,
  count: number,
];

/** What a statement did: made these events, or changed deliveries. */
export interface TalliedEntry {
  xid: string;
  /** When its transaction began, in ms. */
  at: number;
  event_ids: string[];
  tally: Tally[] | null;
}

/** What was committed after a position, in part if there is `more`, and the position after it. */
export interface TalliedPage {
  entries: TalliedEntry[];
  position: FeedPosition;
  more: boolean;
}

/** The feed for whoever adds up what happens, and needs to know of each change once and not what became of it later. */
@Injectable()
export class FeedTalliesRepository {
  constructor(private readonly database: Database) {}

  /**
   * Some `limit` entries, or all that are left. Of a position from before the database was restored from a copy nothing is
   * known any more: it begins anew.
   */
  async page(since: FeedPosition, limit: number, manager: EntityManager): Promise<TalliedPage> {
    type Row = TalliedEntry & { now_at: number; now_snapshot: string };
    const rows = await this.database.query<Row>(TALLIES, [since.snapshot, limit], manager);
    const now = { at: rows[0]!.now_at, snapshot: rows[0]!.now_snapshot };
    if (isAhead(since, now.snapshot)) return { entries: [], position: now, more: false };
    const entries = rows.filter(({ xid }) => xid !== null);
    const last = entries.at(-1);
    if (!last || entries.length < limit) return { entries, position: now, more: false };
    const position = { at: Math.min(last.at, now.at), snapshot: upTo(now.snapshot, last.xid) };
    return { entries, position, more: true };
  }
}
