import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';

/** Events of one bucket, and where they belong. */
export interface Reclassed {
  from: number;
  to: number;
  ids: string[];
}

/** Takes archived events to the class of their new lifetime, and keeps the catalogue of slices. */
@Injectable()
export class ReclassRepository {
  constructor(private readonly database: Database) {}

  /**
   * Which of these events lie in a slice that is about to be dropped: all in it has expired. The other slices will not be
   * dropped before the latest of these ends.
   */
  async stay(
    events: { bucket: number; id: string; fired_at: Date; delete_after: number }[],
    manager: EntityManager,
  ): Promise<Set<string>> {
    if (events.length === 0) return new Set();
    const values = [
      events.map(({ bucket }) => bucket),
      events.map(({ id }) => id),
      events.map(({ fired_at }) => fired_at),
      events.map(({ delete_after }) => delete_after),
    ];
    await this.database.query(RAISE, values, manager);
    const rows = await this.database.query<{ id: string }>(DROPPING, values.slice(0, 2), manager);
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * Moves events with their deliveries, within the transaction that holds them locked. Fails with SQLSTATE 23514 when a
   * slice is missing, and when the slice is about to be dropped: try again.
   */
  async reclass({ from, to, ids }: Reclassed, manager: EntityManager): Promise<void> {
    await this.database.query(moveEvents(from), [ids, to], manager);
    await this.database.query(moveDeliveries(from), [ids, to], manager);
    await this.database.query(LEAVE, [from, ids], manager);
    await this.database.query(ENTER, [to, ids], manager);
    const [dropping] = await this.database.query(DROPPING, [ids.map(() => to), ids], manager);
    if (dropping)
      throw new Error('A slice of the archive is about to be dropped; its events are moved later.');
  }
}

const EVENT_COLUMNS = `id, project_id, trigger_id, trigger_name, trigger_type, source, payload, labels, scheduled_for,
  fired_at, archive_at, expires_at, hold, replay_of`;
const DELIVERY_COLUMNS = `event_id, id, project_id, destination_id, message_id, status, in_lane, dispatch, queued_until,
  next_attempt_at, attempt_count, attempts, created_at, finished_at, replay_id`;

/** When ids were made, which is what slices go by: the first 48 bits of a UUIDv7. */
const MADE_AT = `timestamptz 'epoch' + ('x' || lpad(replace(left(id::text, 13), '-', ''), 16, '0'))::bit(64)::bigint
  * interval '1 millisecond' AS made_at`;
const IN_SLICE = 's.starts_at <= g.made_at AND g.made_at < s.ends_at';

/** A millisecond more, since the times of firing have been cut to one on their way here. */
const RAISE = {
  text: `
WITH g AS MATERIALIZED (
  SELECT bucket, fired_at + (delete_after + 1) * interval '1 millisecond' AS expiry, ${MADE_AT}
    FROM unnest($1::smallint[], $2::uuid[], $3::timestamptz[], $4::float8[]) AS g (bucket, id, fired_at, delete_after)
)
UPDATE archive_slices t SET latest_expiry = greatest(t.latest_expiry, needed.expiry)
  FROM (SELECT s.bucket, s.starts_at, max(g.expiry) AS expiry
          FROM g JOIN archive_slices s ON s.bucket = g.bucket AND ${IN_SLICE} GROUP BY s.bucket, s.starts_at) needed
 WHERE t.bucket = needed.bucket AND t.starts_at = needed.starts_at AND NOT t.dropping
   AND (t.latest_expiry IS NULL OR t.latest_expiry < needed.expiry)`,
};

const DROPPING = {
  text: `
WITH g AS MATERIALIZED (SELECT bucket, id, ${MADE_AT} FROM unnest($1::smallint[], $2::uuid[]) AS g (bucket, id))
SELECT g.id FROM g JOIN archive_slices s ON s.bucket = g.bucket AND ${IN_SLICE} WHERE s.dropping`,
};

const moveEvents = (from: number) => ({
  text: `
WITH moved AS (DELETE FROM events WHERE bucket = ${from} AND id = ANY ($1::uuid[]) RETURNING *)
INSERT INTO events (bucket, ${EVENT_COLUMNS}) SELECT $2, ${EVENT_COLUMNS} FROM moved`,
});

const moveDeliveries = (from: number) => ({
  text: `
WITH moved AS (DELETE FROM deliveries WHERE bucket = ${from} AND event_id = ANY ($1::uuid[]) RETURNING *)
INSERT INTO deliveries (bucket, ${DELIVERY_COLUMNS}) SELECT $2, ${DELIVERY_COLUMNS} FROM moved`,
});

const LEAVE = {
  text: `
WITH g AS MATERIALIZED (SELECT ${MADE_AT} FROM unnest($2::uuid[]) AS g (id))
UPDATE archive_slices t SET events = t.events - gone.count
  FROM (SELECT s.starts_at, count(*) FROM g JOIN archive_slices s ON s.bucket = $1 AND ${IN_SLICE}
         GROUP BY s.starts_at) gone
 WHERE t.bucket = $1 AND t.starts_at = gone.starts_at`,
};

const ENTER = {
  text: `
WITH g AS MATERIALIZED (
  SELECT expires_at, ${MADE_AT} FROM events WHERE bucket = $1 AND id = ANY ($2::uuid[])
)
UPDATE archive_slices t
   SET events = t.events + come.count, latest_expiry = greatest(t.latest_expiry, come.expiry)
  FROM (SELECT s.starts_at, count(*), max(g.expires_at) AS expiry
          FROM g JOIN archive_slices s ON s.bucket = $1 AND ${IN_SLICE} GROUP BY s.starts_at) come
 WHERE t.bucket = $1 AND t.starts_at = come.starts_at`,
};
