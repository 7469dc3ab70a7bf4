import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { ACTIVE, KEPT } from '@app/events';

/** How far a run has come: it goes by the time that made an event due, and its id. */
export interface Position {
  at: string;
  id: string;
}

/** Before the first. */
export const START: Position = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

export interface DueEvent {
  id: string;
  /** From its firing until it expires, in ms; `Infinity` is never. */
  lifetime_ms: number;
  expired: boolean;
}

/** Where events become due, one way or the other: in the active set to be archived, among the kept ones to be deleted. */
export type Place = 'active' | 'kept';

/** Finds what retention has to do, page by page. */
@Injectable()
export class DueEventsRepository {
  constructor(private readonly database: Database) {}

  /** Where a page of so many due events after a position ends; undefined when fewer are left. */
  async endOfPage(place: Place, after: Position, size: number): Promise<Position | undefined> {
    const values = [after.at, after.id, size - 1];
    const [end] = await this.database.query<Position>({ text: END_OF_PAGE[place] }, values);
    return end;
  }

  /**
   * Locks those after one position and up to another (all, if there is none) that can leave their place, except what
   * somebody else holds: an event that has not expired and has open deliveries is passed over.
   */
  lock(
    place: Place,
    after: Position,
    until: Position | undefined,
    limit: number,
    manager: EntityManager,
  ): Promise<DueEvent[]> {
    const { at, id } = until ?? END;
    const values = [after.at, after.id, at, id, limit];
    return this.database.query<DueEvent>({ text: LOCK[place] }, values, manager);
  }
}

const END: Position = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Held events are due at `infinity`, and so never; nothing expires before it is due to be archived. */
const BY = {
  active: { bucket: ACTIVE, key: 'e.archive_at', due: 'e.archive_at <= now()' },
  // in these words, for the index has only those that ever expire
  kept: { bucket: KEPT, key: 'e.expires_at', due: `e.expires_at <= now() AND e.expires_at < 'infinity'` },
};

const both = (text: (by: (typeof BY)[Place]) => string): Record<Place, string> => ({
  active: text(BY.active),
  kept: text(BY.kept),
});

const END_OF_PAGE = both(
  ({ bucket, key, due }) => `
SELECT ${key}::text AS at, e.id FROM events e
 WHERE e.bucket = ${bucket} AND ${due} AND (${key}, e.id) > ($1::timestamptz, $2::uuid)
 ORDER BY ${key}, e.id OFFSET $3 LIMIT 1`,
);

/** Deliveries are counted event by event, by their key: as a join the planner may well read all there are. */
const LOCK = both(
  ({ bucket, key, due }) => `
SELECT e.id, e.expires_at <= now() AS expired,
       ((extract(epoch FROM e.expires_at) - extract(epoch FROM e.fired_at)) * 1000)::float8 AS lifetime_ms
  FROM events e
 WHERE e.bucket = ${bucket} AND ${due}
   AND (${key}, e.id) > ($1::timestamptz, $2::uuid) AND (${key}, e.id) <= ($3::timestamptz, $4::uuid)
   AND (e.expires_at <= now()
        OR (SELECT count(*) FROM deliveries d
             WHERE d.bucket = ${bucket} AND d.event_id = e.id AND d.status IN ('waiting', 'queued')) = 0)
 LIMIT $5 FOR UPDATE OF e SKIP LOCKED`,
);
