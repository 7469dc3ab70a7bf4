import { ACTIVE, KEPT } from '@app/events';

/** Where events become due, one way or the other: in the active set to be archived, among the kept ones to be deleted. */
export type Place = 'active' | 'kept';

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

export const END_OF_PAGE = both(
  ({ bucket, key, due }) => `
SELECT ${key}::text AS at, e.id FROM events e
 WHERE e.bucket = ${bucket} AND ${due} AND (${key}, e.id) > ($1::timestamptz, $2::uuid)
 ORDER BY ${key}, e.id OFFSET $3 LIMIT 1`,
);

const lock = (which: (bucket: number) => string) =>
  both(
    ({ bucket, key, due }) => `
SELECT e.id, e.expires_at <= now() AS expired, now()::text AS looked_at,
       (date_part('epoch', e.expires_at) - date_part('epoch', e.fired_at)) * 1000 AS lifetime_ms
  FROM events e
 WHERE e.bucket = ${bucket} AND ${due}
   AND (${key}, e.id) > ($1::timestamptz, $2::uuid) AND (${key}, e.id) <= ($3::timestamptz, $4::uuid)
   AND ${which(bucket)}
 LIMIT $5 FOR UPDATE OF e SKIP LOCKED`,
  );

export const LOCK_ALL = lock(() => 'true');

/** Deliveries are counted event by event, by their key: as a join the planner may well read all there are. */
export const LOCK_FREE = lock(
  (bucket) => `(e.expires_at <= now()
        OR (SELECT count(*) FROM deliveries d
             WHERE d.bucket = ${bucket} AND d.event_id = e.id AND d.status IN ('waiting', 'queued')) = 0)`,
);

/** A replay that was asked for just before an event expired may come in just after it had ended. */
export const LOCK_ENDED = {
  text: `
SELECT e.id FROM events e
 WHERE e.bucket = $1 AND e.id = ANY ($2::uuid[]) AND e.expires_at <= now()
   AND NOT EXISTS (SELECT FROM deliveries d WHERE d.bucket = $1 AND d.event_id = e.id
                      AND (d.status IN ('waiting', 'queued') OR d.finished_at > $3::timestamptz))
   FOR UPDATE OF e SKIP LOCKED`,
};
