import { LEAN_ATTEMPTS } from '@app/deliveries';
import { enterLabels } from '@app/events';

/**
 * What is kept of a row, in the order of the lines. Left out of events: `bucket` and `archived` (their place), `hold` (what is
 * held never expires), `unsent` (whether there are deliveries). Of deliveries: what says how they are on their way, since they have ended, and what their event says.
 */
export const RECORDED_OF_EVENTS = `id, project_id, trigger_id, trigger_name, trigger_type, source, payload, labels,
  scheduled_for, fired_at, archive_at, expires_at, replay_of`;
export const RECORDED_OF_DELIVERIES = `id, destination_id, message_id, status, attempt_count, attempts, created_at,
  finished_at, replay_id`;

/** A payload may have line breaks between its members, and nowhere else. */
const inOneLine = (json: string) => `translate(${json}::text, E'\\n\\r', '  ')`;

/**
 * An open delivery is that of a replay whose event expired meanwhile: it has ended, and nobody has said so yet. What was on
 * the wire in a test (addresses, signatures, whole bodies) is not for keeping.
 */
const ENDED = RECORDED_OF_DELIVERIES.replace(
  'status',
  `CASE WHEN status IN ('waiting', 'queued') THEN 'dead' ELSE status END AS status`,
)
  .replace('finished_at', 'coalesce(finished_at, now()) AS finished_at')
  .replace(' attempts,', ` ${LEAN_ATTEMPTS} AS attempts,`);

/** A page is cut before the event that so many bytes of others come before: small ones may be followed by very large ones. */
const CUT_BYTES = 4 * 2 ** 20;

/**
 * Lines are made by PostgreSQL, so that payloads and times are what they were to the last digit. Times need the zone UTC. Of a page that
 * is not empty there is at least one.
 */
const lines = (bucket: number, which: string) => `
WITH made AS MATERIALIZED (
SELECT e.id, to_json(e.fired_at) #>> '{}' AS fired_at, d.count::int AS deliveries, ${inOneLine('row_to_json(r)')} AS line
  FROM (SELECT * FROM events WHERE bucket = ${bucket} AND ${which}) e
 CROSS JOIN LATERAL (
   SELECT count(*), coalesce(json_agg(row_to_json(x) ORDER BY x.id), '[]') AS list
     FROM (SELECT ${ENDED} FROM deliveries WHERE bucket = ${bucket} AND event_id = e.id) x
 ) d
 CROSS JOIN LATERAL (SELECT ${RECORDED_OF_EVENTS.replace(/\w+/g, 'e.$&')}, d.list AS deliveries) r
), placed AS (
SELECT *, sum(octet_length(line)) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) - octet_length(line) AS before FROM made
)
SELECT id, fired_at, deliveries, line FROM placed WHERE before <= ${CUT_BYTES} ORDER BY id`;

/** A page of a slice: ids after the one (or from it on, for the first page) and before the other. */
export const linesOfPage = (bucket: number, isFirst: boolean): string =>
  lines(bucket, `id ${isFirst ? '>=' : '>'} $1 AND id < $2 ORDER BY id LIMIT $3`);

export const linesOfIds = (bucket: number): string => lines(bucket, 'id = ANY ($1::uuid[])');

export const IN_UTC = { text: `SET LOCAL TimeZone = 'UTC'` };

/** One restore at a time looks what is there and adds what is not: the same id could come to two places. */
export const ONE_AT_A_TIME = { text: `SELECT pg_advisory_xact_lock(x'65747263'::int)` }; // "etrc"

/** Nothing is restored twice, nor beside its own row that is still being deleted, nor into a project that is gone. */
export const absent = (everywhere: string) => ({
  text: `
SELECT wanted.id, e.id IS NOT NULL AS is_there, coalesce(e.expires_at <= now(), false) AS is_leaving,
       p.id IS NOT NULL AS has_project
  FROM unnest($1::uuid[], $2::uuid[]) AS wanted (id, project_id)
  LEFT JOIN projects p ON p.id = wanted.project_id
  LEFT JOIN (SELECT id, expires_at FROM events WHERE bucket = ANY (${everywhere}) AND id = ANY ($1::uuid[])) e
    ON e.id = wanted.id`,
});

const given = (columns: string) => columns.replace(/\w+/g, 'r.$&');

/** Archived from now on, and until then. */
export const INSERT_EVENTS = {
  text: `
WITH event AS (
INSERT INTO events (bucket, unsent, ${RECORDED_OF_EVENTS})
SELECT b.bucket, json_array_length(line -> 'deliveries') = 0, ${given(RECORDED_OF_EVENTS)
    .replace('r.archive_at', 'least(r.archive_at, now())')
    .replace('r.expires_at', 'b.expires_at')}
  FROM json_array_elements($1::json) AS line
 CROSS JOIN LATERAL json_populate_record(NULL::events, line) r
  JOIN unnest($2::uuid[], $3::smallint[], $4::timestamptz[]) AS b (id, bucket, expires_at) ON b.id = r.id
RETURNING bucket, id, project_id, labels
)${enterLabels('event')}`,
};

export const INSERT_DELIVERIES = {
  text: `
INSERT INTO deliveries (bucket, event_id, project_id, ${RECORDED_OF_DELIVERIES})
SELECT b.bucket, b.id, (line ->> 'project_id')::uuid, ${given(RECORDED_OF_DELIVERIES)}
  FROM json_array_elements($1::json) AS line
  JOIN unnest($2::uuid[], $3::smallint[]) AS b (id, bucket) ON b.id = (line ->> 'id')::uuid
 CROSS JOIN LATERAL json_populate_recordset(NULL::deliveries, line -> 'deliveries') r`,
};

export const COPY_OF = {
  text: 'SELECT cold_copy FROM archive_slices WHERE bucket = $1 AND starts_at = $2',
};

export const NOTE_COPY = {
  text: 'UPDATE archive_slices SET cold_copy = $4 WHERE bucket = $1 AND starts_at = $2 AND mark = $3 RETURNING 1',
};
