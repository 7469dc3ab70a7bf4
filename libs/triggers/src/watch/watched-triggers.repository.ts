import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { uuidV7Floor } from '@app/clock';
import { Database } from '@app/database';
import type { Trigger } from '../trigger.entity.js';
import type { WatchedTrigger } from './look.js';
import type { Watch } from './watch.js';

/** A watched trigger that is to be looked at, locked, with PostgreSQL's time. */
export type WatchedRow = WatchedTrigger &
  Pick<Trigger, 'id' | 'project_id' | 'name' | 'labels' | 'retention'> & { alert_destination_ids: string[] };

/** How far the clock that made an event's id may be from the one that wrote when it fired. */
const SKEW_MS = 60_000;

@Injectable()
export class WatchedTriggersRepository {
  constructor(private readonly database: Database) {}

  /** Locks what is to be looked at and nobody else is busy with; the locks are the once-guard of an alert. */
  claim(limit: number, manager: EntityManager): Promise<WatchedRow[]> {
    return this.database.query<WatchedRow>(CLAIM, [limit], manager);
  }

  /** The same for triggers that the caller has locked already. */
  claimThese(ids: string[], manager: EntityManager): Promise<WatchedRow[]> {
    return this.database.query<WatchedRow>(CLAIM_THESE, [ids], manager);
  }

  /** When triggers last fired after an instant (ms since the epoch), by id, as their events have it. */
  async lastFired(
    triggers: { id: string; after: number }[],
    manager: EntityManager,
  ): Promise<Map<string, Date>> {
    if (triggers.length === 0) return new Map();
    const rows = await this.database.query<{ id: string; fired_at: Date }>(
      LAST_FIRED,
      [triggers.map(({ id }) => id), triggers.map(({ after }) => uuidV7Floor(Math.max(after - SKEW_MS, 0)))],
      manager,
    );
    return new Map(rows.map(({ id, fired_at }) => [id, fired_at]));
  }

  /** Answers how many were moved on. No firing depends on it, so the revision stays. */
  async move(watches: (Watch & { id: string })[], manager: EntityManager): Promise<number> {
    const rows = await this.database.query(
      MOVE,
      [
        watches.map(({ id }) => id),
        watches.map(({ watched_from }) => watched_from),
        watches.map(({ watch_at }) => watch_at),
        watches.map(({ quiet_since }) => quiet_since),
      ],
      manager,
    );
    return rows.length;
  }
}

/** In an index each. A `quiet_since` is exact to a millisecond, so a `last_fired_at` within that one is no news. */
const TO_BE_LOOKED_AT = `(t.watch_at <= now()
    OR (t.quiet_since IS NOT NULL AND t.last_fired_at > t.quiet_since + interval '1 millisecond'))`;

const WATCHED = `
SELECT t.id, t.project_id, t.name, t.trigger_type, t.enabled, t.archived, t.labels, t.retention, t.expect_every,
       t.watched_from, t.watch_at, t.quiet_since, t.last_fired_at, t.next_fire_at, now() AS now,
       ARRAY(SELECT a.destination_id FROM trigger_alert_destinations a
              WHERE a.trigger_id = t.id ORDER BY a.position) AS alert_destination_ids
  FROM triggers t WHERE ${TO_BE_LOOKED_AT}`;

/** Planned each time: a plan for a few triggers would go through all of them when they are many. */
export const CLAIM = { text: `${WATCHED} LIMIT $1 FOR NO KEY UPDATE OF t SKIP LOCKED` };

const CLAIM_THESE = { name: 'watched-triggers.claim-these', text: `${WATCHED} AND t.id = ANY ($1::uuid[])` };

/** Newest first by id, from where the events of then begin; tests, events by hand, replays and alerts do not count. */
const LAST_FIRED = {
  text: `
SELECT f.id, e.fired_at FROM unnest($1::uuid[], $2::uuid[]) AS f (id, after)
 CROSS JOIN LATERAL (
   SELECT e.fired_at FROM events e
    WHERE e.trigger_id = f.id AND e.id > f.after AND e.source IN ('schedule', 'api', 'hook')
    ORDER BY e.id DESC LIMIT 1) e`,
};

const MOVE = {
  name: 'watched-triggers.move',
  text: `
UPDATE triggers t SET watched_from = m.watched_from, watch_at = m.watch_at, quiet_since = m.quiet_since
  FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[])
    AS m (id, watched_from, watch_at, quiet_since)
 WHERE t.id = m.id
RETURNING t.id`,
};
