import { changed, noteChanges } from '../feed/feed-entries.js';
import type { Statement } from '@app/database';
import { CIRCUIT_COLUMNS, saveCircuitsWith } from './circuit-columns.js';

export type Place = 'active' | 'archived';

/**
 * Whether what `t` of `destinations` says of itself makes its lane metered, as the index `destinations_metered` has it;
 * fewer places than workers do so too.
 */
export const METERED = `t.rate_limit IS NOT NULL OR t.congested OR t.circuit_state <> 'closed' OR NOT t.enabled`;

const both = (text: (where: string) => string): Record<Place, Statement> => ({
  active: { text: text('bucket = 0') },
  archived: { text: text('bucket > 0') },
});

/** Steps from destination to destination through the index, however much waits for each. */
export const NON_EMPTY = both(
  (where) => `
WITH RECURSIVE lane AS (
  (SELECT destination_id FROM deliveries WHERE ${where} AND in_lane ORDER BY destination_id LIMIT 1)
  UNION ALL
  SELECT (SELECT d.destination_id FROM deliveries d
           WHERE d.${where} AND d.in_lane AND d.destination_id > lane.destination_id
           ORDER BY d.destination_id LIMIT 1)
    FROM lane WHERE lane.destination_id IS NOT NULL
)
SELECT destination_id AS id, EXISTS (SELECT FROM destinations t WHERE t.id = destination_id) AS present
  FROM lane WHERE destination_id IS NOT NULL`,
);

/** Whether anything waits in the archive. Planned once a connection: to plan the walk through its many partitions takes longer than to do it. */
export const ANY_ARCHIVED: Statement = {
  name: 'lanes.any-archived',
  text: `SELECT FROM deliveries WHERE bucket > 0 AND in_lane ORDER BY destination_id LIMIT 1`,
};

export const TROUBLED: Statement = {
  name: 'lanes.troubled',
  text: `SELECT id FROM destinations t
          WHERE t.enabled AND (t.congested OR t.circuit_state = 'half_open') AND (${METERED})`,
};

/** In the order of ids, as whoever locks several does. */
export const LOCK: Statement = {
  name: 'lanes.lock',
  text: `SELECT id FROM destinations WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
};

/**
 * A limit holds over both places, so both are counted, and no further than a lane could have room for. Where nothing of the archive is known to be open its many
 * partitions are left out, which the planner would have to look at every time.
 */
export const COUNT: Record<Place, Record<Place, Statement>> = {
  active: { active: countOf('active', 'active'), archived: countOf('active', 'archived') },
  archived: { active: countOf('archived', 'active'), archived: countOf('archived', 'archived') },
};

/** `waiting` is what waits in `place`; `upTo` the active deliveries or also the archived ones are counted. */
function countOf(place: Place, upTo: Place): Statement {
  const count = (where: string) => `(SELECT count(*)::int FROM (SELECT FROM deliveries d
           WHERE ${where} AND d.destination_id = t.id LIMIT most) c)`;
  const underWay = (bucket: string) =>
    count(`d.bucket ${bucket} 0 AND d.status = 'queued' AND NOT d.in_lane AND d.queued_until > now()`);
  const inLane = (bucket: string) => count(`d.bucket ${bucket} 0 AND d.in_lane`);
  const archive = (counted: string) => (upTo === 'archived' ? counted : '0');
  const [here, elsewhere] = place === 'active' ? ['active', 'archived'] : ['archived', 'active'];
  return {
    text: `
SELECT t.id, t.enabled, t.max_in_flight, t.rate_limit, t.rate_used, t.congested, ${CIRCUIT_COLUMNS},
       clock_timestamp() AS now,
       under_way.active + under_way.archived AS in_flight, in_lane.${here} AS waiting,
       in_lane.${elsewhere} > 0 AS waits_elsewhere, in_lane.archived + under_way.archived > 0 AS has_archived
  FROM destinations t
 CROSS JOIN LATERAL (SELECT CASE WHEN ${METERED} OR t.max_in_flight < $3 THEN t.max_in_flight ELSE $2 END AS most) room
 CROSS JOIN LATERAL (
   SELECT ${underWay('=')} AS active, ${archive(underWay('>'))} AS archived OFFSET 0) under_way
 CROSS JOIN LATERAL (
   SELECT ${inLane('=')} AS active, ${archive(inLane('>'))} AS archived OFFSET 0) in_lane
 WHERE t.id = ANY ($1::uuid[])`,
  };
}

export const CLAIM = both(
  (where) => `
WITH next AS (
  SELECT d.bucket, d.event_id, d.id
    FROM unnest($1::uuid[], $2::int[]) AS lane (destination_id, share)
   CROSS JOIN LATERAL (
     SELECT d.bucket, d.event_id, d.id FROM deliveries d
      WHERE d.${where} AND d.in_lane AND d.destination_id = lane.destination_id
      ORDER BY d.next_attempt_at LIMIT lane.share FOR UPDATE SKIP LOCKED) d
)
UPDATE deliveries d
   SET status = 'queued', in_lane = false, dispatch = dispatch + 1,
       queued_until = now() + $3::float8 * interval '1 millisecond'
  FROM next WHERE d.${where} AND d.bucket = next.bucket AND d.event_id = next.event_id AND d.id = next.id
RETURNING d.bucket, d.event_id, d.id, d.dispatch, d.destination_id`,
);

export const SAVE: Statement = {
  name: 'lanes.save',
  text: saveCircuitsWith('rate_used', 'congested'),
};

export const PARK = both((where) => `${leave(where, `next_attempt_at = NULL`)} RETURNING d.id`);

export const CANCEL_ORPHANS = both((where) =>
  noteChanges(
    `${leave(where, `status = 'cancelled', next_attempt_at = NULL, finished_at = now()`)} ${changed()}`,
  ),
);

function leave(where: string, change: string): string {
  return `
WITH picked AS (
  SELECT bucket, event_id, id FROM deliveries
   WHERE ${where} AND in_lane AND destination_id = ANY ($1::uuid[]) LIMIT $2 FOR UPDATE SKIP LOCKED
)
UPDATE deliveries d SET in_lane = false, ${change}
  FROM picked WHERE d.${where} AND d.bucket = picked.bucket AND d.event_id = picked.event_id AND d.id = picked.id`;
}
