import type { Statement } from '@app/database';

/** None of them has a name: they are planned each time, for the slices that the ids lie in alone. */

export const pageOf = (ofTrigger: boolean): Statement => ({
  text: `
SELECT id FROM events
 WHERE project_id = $1 AND id > $2 AND id < $3 AND expires_at > now() ${ofTrigger ? 'AND trigger_id = $5' : ''}
 ORDER BY id LIMIT $4`,
});

export const LOCK: Statement = {
  text: `
SELECT bucket, id, trigger_id, source, hold, fired_at,
       (extract(epoch FROM now() - fired_at) * 1000)::float8 AS age_ms
  FROM events
 WHERE project_id = $1 AND id = ANY ($2::uuid[]) AND expires_at > clock_timestamp() + interval '1 second'
 ORDER BY id FOR UPDATE`,
};

export const TRIGGER_POLICIES: Statement = {
  text: 'SELECT id, retention FROM triggers WHERE id = ANY ($1::uuid[]) AND retention IS NOT NULL',
};

export const UNDER_WAY: Statement = {
  text: `
SELECT DISTINCT event_id AS id FROM deliveries
 WHERE bucket = ANY ($2::smallint[]) AND event_id = ANY ($1::uuid[]) AND status = 'queued' AND queued_until > now()`,
};

const times = (firedAt: string) => `
  ${firedAt} + g.archive_after * interval '1 millisecond', ${firedAt} + g.delete_after * interval '1 millisecond'`;
const GIVEN = `unnest($1::uuid[], $2::float8[], $3::float8[]) AS g (id, archive_after, delete_after)`;

/** The bucket stands in the text, so that the others are not even looked at. */
export const setTimes = (bucket: number): Statement => ({
  text: `
UPDATE events e SET (archive_at, expires_at) = ROW(${times('e.fired_at')})
  FROM ${GIVEN}
 WHERE e.bucket = ${bucket} AND e.id = ANY ($1::uuid[]) AND e.id = g.id
   AND (e.archive_at, e.expires_at) IS DISTINCT FROM (${times('e.fired_at')})
RETURNING e.id`,
});

/** What is on hold has no times of its own; they wait beside it. */
export const SET_HELD: Statement = {
  text: `
UPDATE event_holds h SET (archive_at, expires_at) = ROW(${times('e.fired_at')})
  FROM ${GIVEN}
  JOIN events e ON e.id = g.id AND e.bucket = ANY ($4::smallint[]) AND e.id = ANY ($1::uuid[])
 WHERE h.event_id = g.id AND (h.archive_at, h.expires_at) IS DISTINCT FROM (${times('e.fired_at')})
RETURNING h.event_id`,
};
