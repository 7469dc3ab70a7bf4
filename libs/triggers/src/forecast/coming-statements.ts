import { ARMED } from '../due-triggers.repository.js';
import { LAPSED } from './forecast-statements.js';

/** Milliseconds since the epoch, whole ones. */
const ms = (at: string): string => `round(date_part('epoch', ${at}) * 1000)`;
const instant = (parameter: string): string => `to_timestamp(${parameter}::float8 / 1000)`;

const NEXT = ms('t.next_occurrence_at');
const END = `coalesce(${ms('t.end_at')}, 'Infinity')`;
const INTERVAL = ms('t.every::interval');
const JITTER = `coalesce(${ms('t.jitter::interval')}, 0)`;

/** When an occurrence (ms) fires: what `jitterMs` of libs/schedules says, which a test compares it with. */
const firesAt = (at: string): string => `${at} + CASE WHEN t.jitter IS NULL THEN 0 ELSE floor(${JITTER} * (
  'x' || encode(substr(sha256(convert_to(t.id::text || ' ' || (${at})::bigint::text, 'UTF8')), 1, 6), 'hex')
)::bit(48)::bigint / 281474976710656::float8) END`;

/** $1 is the project, $2 a trigger or null, $3 a destination or null. */
const WANTED = `t.project_id = $1 AND ${ARMED} AND ($2::uuid IS NULL OR t.id = $2::uuid)
  AND ($3::uuid IS NULL OR EXISTS (
    SELECT FROM trigger_destinations td WHERE td.trigger_id = t.id AND td.destination_id = $3::uuid))`;

/** The different patterns of triggers that have an occurrence before $4 (ms), so that the one after is not known from their rows. */
export const PATTERNS = {
  text: `
SELECT DISTINCT t.cron, t.timezone, coalesce(t.jitter, '') AS jitter
  FROM triggers t WHERE ${WANTED} AND t.cron IS NOT NULL AND t.next_occurrence_at <= ${instant('$4')}`,
};

const AHEAD = `fires_at >= $4::float8 AND fires_at < $5::float8`;

/**
 * The triggers that fire first after a place ($6 in ms, $7), in order of their first firing there, at most $8. $4 and $5
 * (ms) are where they have to fire, $9 whether what is overdue counts as well; $10 to $13 are instants of the patterns.
 *
 * A first firing is that of what is up next, or where that is too early, one of an interval or of a pattern. Of these all
 * are looked at whose jitter may reach the place, up to the first that is named after it.
 */
export const FIRST_FIRINGS = {
  text: `
WITH up_next AS (
  SELECT t.id, ${ms('t.next_fire_at')} AS fires_at FROM triggers t
   WHERE ${WANTED} AND t.next_fire_at < ${instant('$5')}
     AND (t.next_fire_at >= ${instant('$4')} OR $9::boolean AND NOT ${LAPSED})
), by_interval AS (
  SELECT id, fires_at FROM (
    SELECT t.id, ${firesAt('o.at')} AS fires_at FROM triggers t, LATERAL (
      SELECT ${NEXT} + k * ${INTERVAL} AS at FROM generate_series(
        greatest(ceil((greatest($4::float8, $6::float8) - ${JITTER} - ${NEXT}) / ${INTERVAL}), 1)::bigint,
        greatest(floor((greatest($4::float8, $6::float8) - ${NEXT}) / ${INTERVAL}) + 1, 1)::bigint) AS k) AS o
     WHERE ${WANTED} AND t.every IS NOT NULL AND o.at < ${END} AND o.at < $5::float8) AS f WHERE ${AHEAD}
), by_pattern AS (
  SELECT id, fires_at FROM (
    SELECT t.id, ${firesAt('p.at')} AS fires_at
      FROM unnest($10::text[], $11::text[], $12::text[], $13::float8[]) AS p (cron, timezone, jitter, at)
      JOIN triggers t ON t.cron = p.cron AND t.timezone = p.timezone AND coalesce(t.jitter, '') = p.jitter
     WHERE ${WANTED} AND p.at > ${NEXT} AND p.at < ${END}) AS f WHERE ${AHEAD}
), first AS (
  SELECT id, min(fires_at) AS fires_at
    FROM (SELECT * FROM up_next UNION ALL SELECT * FROM by_interval UNION ALL SELECT * FROM by_pattern) AS f
   WHERE (fires_at, id) > ($6::float8, $7::uuid)
   GROUP BY id ORDER BY 2, 1 LIMIT $8
)
SELECT f.fires_at, t.id, t.name, t.schedule_time, t.cron, t.timezone, t.every, t.anchor_at, t.start_at, t.end_at,
       t.max_runs, t.run_count, t.jitter, t.next_occurrence_at, ${LAPSED} AS lapsed
  FROM first f JOIN triggers t ON t.id = f.id ORDER BY f.fires_at, f.id`,
};
