import type { Statement } from '@app/database';
import { ACTIVE, EVERYWHERE } from '@app/events';
import { LEAN_ATTEMPTS } from '../log/delivery.js';

const MS = 'extract(epoch FROM clock_timestamp()) * 1000';

export const NOW: Statement = {
  name: 'feed.now',
  text: `SELECT (${MS})::float8 AS at, pg_current_snapshot()::text AS snapshot`,
};

/**
 * The statement's own snapshot comes along, so that the next look begins where this one ends. The bound by it leaves out
 * what a database that was restored from a copy has kept of its former one, whose transactions had higher numbers. What a
 * snapshot does not see has begun after it or was under way: said so, a transaction that is open for an hour does not make
 * each look go through that hour.
 */
export const ENTRIES = entriesSince('feed.entries', 'event_ids, delivery_ids');

/** The same of what counts them: of new events the ids, of changed deliveries what it adds up to. */
export const TALLIES = entriesSince(
  'feed.tallies',
  `tally, CASE WHEN delivery_ids IS NULL THEN event_ids ELSE '{}' END AS event_ids`,
);

function entriesSince(name: string, columns: string): Statement {
  return {
    name,
    text: `
SELECT moment.at AS now_at, moment.snapshot::text AS now_snapshot, entry.*
  FROM (SELECT (${MS})::float8 AS at, pg_current_snapshot() AS snapshot) moment
  LEFT JOIN LATERAL (
    SELECT xid::text, (extract(epoch FROM at) * 1000)::float8 AS at, ${columns}
      FROM (
        SELECT * FROM feed_entries f
         WHERE f.xid >= pg_snapshot_xmax($1::pg_snapshot) AND f.xid < pg_snapshot_xmax(moment.snapshot)
        UNION ALL
        SELECT * FROM feed_entries f WHERE f.xid = ANY (ARRAY(SELECT pg_snapshot_xip($1::pg_snapshot)))
      ) f
     ORDER BY f.xid FETCH FIRST $2 ROWS WITH TIES
  ) entry ON true`,
  };
}

/** The place stands in the text, so that for active events one partition is planned for. */
export function eventsOf(place: 'active' | 'archived'): Statement {
  return {
    text: `
SELECT bucket, id, project_id, trigger_id, trigger_name, trigger_type, source, labels, scheduled_for, fired_at,
       archive_at, expires_at, hold, archived, replay_of, unsent, unwanted, CASE WHEN NOT unwanted THEN payload END AS payload
  FROM (SELECT *, project_id <> ALL ($2::uuid[]) OR expires_at <= now() AS unwanted FROM events) e
 WHERE bucket ${place === 'active' ? '=' : `= ANY (${EVERYWHERE}) AND bucket >`} ${ACTIVE} AND id = ANY ($1::uuid[])`,
  };
}

export function deliveriesOf(bucket: number): Statement {
  return {
    text: `
SELECT id, event_id, destination_id, message_id AS webhook_id, created_at, finished_at,
       CASE WHEN status IN ('waiting', 'queued') THEN 'pending' ELSE status END AS status,
       CASE WHEN status IN ('waiting', 'queued') THEN next_attempt_at END AS next_attempt_at,
       CASE WHEN id = ANY ($2::uuid[]) THEN ${LEAN_ATTEMPTS} END AS attempts
  FROM deliveries WHERE bucket = ${bucket} AND event_id = ANY ($1::uuid[]) ORDER BY id`,
  };
}

/**
 * The slot that comes after the present one, when it has entries and the newest of them is a quarter of an hour old. What
 * has not been counted yet keeps it, unless nobody has counted for an hour.
 */
export const OLD_SLOT: Statement = {
  text: `
SELECT slot, uncounted FROM (
  SELECT slot, at FROM feed_entries
   WHERE slot = (floor(extract(epoch FROM clock_timestamp()) / 900)::bigint + 1) % 3
   ORDER BY xid DESC LIMIT 1
) newest
 CROSS JOIN (SELECT snapshot, turned_at FROM stat_position) counted
 CROSS JOIN LATERAL (SELECT EXISTS (
   SELECT FROM feed_entries f
    WHERE f.slot = newest.slot AND f.xid >= pg_snapshot_xmax(counted.snapshot)
      AND f.xid < pg_snapshot_xmax(pg_current_snapshot())
   UNION ALL
   SELECT FROM feed_entries f
    WHERE f.slot = newest.slot AND f.xid = ANY (ARRAY(SELECT pg_snapshot_xip(counted.snapshot)))
 ) AS uncounted) u
 WHERE at < clock_timestamp() - interval '15 minutes'
   AND (NOT uncounted OR turned_at < clock_timestamp() - interval '1 hour')`,
};

/** Whoever wants to read while this waits for its lock has to wait as well. */
export const LOCK_PATIENCE: Statement = { text: `SET LOCAL lock_timeout = '500ms'` };
export const LOCK_SLOT = (slot: number) => `LOCK TABLE feed_entries_${slot} IN ACCESS EXCLUSIVE MODE`;
export const EMPTY_SLOT = (slot: number) => `TRUNCATE feed_entries_${slot}`;
