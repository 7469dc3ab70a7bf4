import type { Statement } from '@app/database';
import { changed, noteChanges } from '../feed/feed-entries.js';

/** All that a row takes along: every column but the bucket, and `archived`, which follows from it. */
export const EVENT_COLUMNS = `id, project_id, trigger_id, trigger_name, trigger_type, source, payload, labels,
  scheduled_for, fired_at, archive_at, expires_at, hold, replay_of, unsent`;
export const DELIVERY_COLUMNS = `event_id, id, project_id, destination_id, message_id, status, in_lane, dispatch,
  queued_until, next_attempt_at, attempt_count, attempts, created_at, finished_at, replay_id`;

const OPEN = `status IN ('waiting', 'queued')`;

/**
 * Takes away the events named, their deliveries and their labels; those with open deliveries stay unless `withOpen`. Rows are found by
 * arrays of keys, which PostgreSQL looks up in the order of the index: joined with the same keys they took half as long
 * again. The bucket stands in the text, so that one partition alone is planned for, and a class's few slices.
 */
const taken = (from: number, withOpen: boolean) => `
open AS MATERIALIZED (
  SELECT event_id FROM deliveries WHERE ${!withOpen} AND bucket = ${from} AND event_id = ANY ($1::uuid[]) AND ${OPEN}
), event AS (
  DELETE FROM events WHERE bucket = ${from} AND id = ANY ($1::uuid[]) AND id NOT IN (SELECT event_id FROM open)
  RETURNING *
), delivery AS (
  DELETE FROM deliveries
   WHERE bucket = ${from} AND event_id = ANY ($1::uuid[]) AND event_id NOT IN (SELECT event_id FROM open)
  RETURNING *
), label AS (
  DELETE FROM event_labels
   WHERE bucket = ${from} AND event_id = ANY ($1::uuid[])
     AND event_id = ANY (ARRAY(SELECT id FROM event WHERE labels <> '{}'))
  RETURNING event_id, label
)`;

/**
 * How many of the events lay in each of these ranges of ids, which are the slices that they leave or come to, and the
 * latest `expires_at` of them.
 */
const SUM = `
SELECT n::int, count(id)::int AS events, max(expires_at)::text AS latest
  FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS range (first, beyond, n)
  LEFT JOIN event ON id >= first AND id < beyond GROUP BY n`;

/**
 * Rows are deleted and inserted again, which costs less than an UPDATE of the partition key, and keeps no writer who waits
 * for one from going on: it finds nothing, and looks again.
 */
export const move = (from: number, to: number, withOpen: boolean): Statement => ({
  text: `
WITH ${taken(from, withOpen)}, moved_event AS (
  INSERT INTO events (bucket, ${EVENT_COLUMNS}) SELECT ${to}, ${EVENT_COLUMNS} FROM event
), moved_delivery AS (
  INSERT INTO deliveries (bucket, ${DELIVERY_COLUMNS}) SELECT ${to}, ${DELIVERY_COLUMNS} FROM delivery
), moved_label AS (
  INSERT INTO event_labels (bucket, event_id, label) SELECT ${to}, event_id, label FROM label
)${SUM}`,
});

export const remove = (from: number, withOpen: boolean): Statement => ({
  text: `
WITH ${taken(from, withOpen)}${SUM}`,
});

/** In the order of their key, as whoever locks several does. */
export const LOCK_SLICES: Statement = {
  text: `
SELECT bucket, (extract(epoch FROM starts_at) * 1000)::float8 AS starts, dropping
  FROM archive_slices
 WHERE (bucket, starts_at) IN (
   SELECT bucket, to_timestamp(starts / 1000) FROM unnest($1::smallint[], $2::float8[]) AS s (bucket, starts))
 ORDER BY bucket, starts_at FOR UPDATE`,
};

/** `events` may be negative; `latest_expiry` never falls, since it says until when nothing may be dropped. */
export const COUNT_SLICES: Statement = {
  text: `
UPDATE archive_slices s SET events = s.events + c.events, latest_expiry = greatest(s.latest_expiry, c.latest)
  FROM (SELECT bucket, to_timestamp(starts / 1000) AS starts_at, sum(events) AS events, max(latest) AS latest
          FROM unnest($1::smallint[], $2::float8[], $3::int[], $4::timestamptz[]) AS c (bucket, starts, events, latest)
         GROUP BY 1, 2) c
 WHERE s.bucket = c.bucket AND s.starts_at = c.starts_at`,
};

const ENDED = `status = 'dead', in_lane = false, queued_until = NULL, next_attempt_at = NULL, finished_at = now()`;

/** As a try would end them that finds its event expired. One that somebody is at this moment is left to them. */
export const endOpen = (bucket: number): Statement => ({
  text: noteChanges(`
WITH open AS (
  SELECT event_id, id FROM deliveries
   WHERE bucket = ${bucket} AND event_id = ANY ($1::uuid[]) AND ${OPEN} FOR UPDATE SKIP LOCKED
)
UPDATE deliveries d SET ${ENDED}
  FROM open WHERE d.bucket = ${bucket} AND d.event_id = open.event_id AND d.id = open.id
${changed()}`),
});

/** Those of the events with the ids $1 of which no delivery is open. */
export const withoutOpen = (bucket: number): Statement => ({
  text: `
SELECT e.id FROM unnest($1::uuid[]) AS e (id)
 WHERE NOT EXISTS (SELECT FROM deliveries WHERE bucket = ${bucket} AND event_id = e.id AND ${OPEN})`,
});

/**
 * The same of all that lies in the archive and has expired. What is open there are replays, which partial indexes hold, one
 * of those in lanes and one of the others; each one's event is looked up by its key, whatever the planner expects.
 */
const endExpired = (name: string, which: string): Statement => ({
  name,
  text: noteChanges(`
WITH open AS (
  SELECT d.bucket, d.event_id, d.id FROM deliveries d
   WHERE d.bucket > 0 AND ${which}
     AND (SELECT e.expires_at FROM events e WHERE e.bucket = d.bucket AND e.id = d.event_id) <= now()
   LIMIT $1 FOR UPDATE OF d SKIP LOCKED
)
UPDATE deliveries d SET ${ENDED}
  FROM open WHERE d.bucket > 0 AND d.bucket = open.bucket AND d.event_id = open.event_id AND d.id = open.id
${changed()}`),
});

export const END_EXPIRED_ARCHIVED: Statement[] = [
  endExpired('deliveries.end-expired', `${OPEN} AND NOT in_lane`),
  endExpired('deliveries.end-expired-in-lanes', 'in_lane'),
];
