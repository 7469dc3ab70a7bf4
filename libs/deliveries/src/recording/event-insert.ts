import type { Statement } from '@app/database';
import { enterLabels } from '@app/events';
import { noteNewEvents } from '../feed/feed-entries.js';

/**
 * When the event of a firing (`i`) that is written now is archived and expires: by the firing's own policy, else by that
 * of its project (`p`), else by that of the installation, of which `archive` and `end` are the parameters. Milliseconds;
 * infinity is never. What a project says is read with the event's own snapshot: nobody has it in memory.
 */
const lifetime = (archive: string, end: string, firedAt = 'now()') => `
         ${firedAt} + coalesce(i.archive_after, p.archive_after_ms, ${archive}::float8) * interval '1 millisecond' AS archive_at,
         ${firedAt} + coalesce(i.delete_after, p.delete_after_ms, ${end}::float8) * interval '1 millisecond' AS expires_at`;

/**
 * Events of the firings that `accepted` names, fired at this instant, their labels, and the live feed's entries of them. `sent` is the
 * parameter with the ids of those that have deliveries.
 */
const event = (sent: string, at = 'now()') => `event AS (
  INSERT INTO events (bucket, id, project_id, trigger_id, trigger_name, trigger_type, source, payload, labels,
                      scheduled_for, fired_at, archive_at, expires_at, replay_of, unsent)
  SELECT 0, id, project_id, trigger_id, trigger_name, trigger_type, source, payload::json, labels::jsonb,
         scheduled_for, ${at}, archive_at, expires_at, replay_of, id <> ALL (${sent}::uuid[])
    FROM accepted
  RETURNING bucket, id, project_id, labels, fired_at, archive_at, expires_at
), label AS (${enterLabels('event')}
), feed AS (${noteNewEvents('event')})`;

/** Of `d`, of which `direct` says whether it is handed over at once; `lease` is the parameter with its milliseconds. */
const delivery = (lease: string) => `
  INSERT INTO deliveries (bucket, event_id, id, project_id, destination_id, message_id, status, in_lane, dispatch,
                          queued_until, next_attempt_at)
  SELECT 0, d.event_id, d.id, d.project_id, d.destination_id, d.event_id,
         CASE WHEN d.direct THEN 'queued' ELSE 'waiting' END, NOT d.direct, 1,
         CASE WHEN d.direct THEN now() + ${lease}::float8 * interval '1 millisecond' END, now()`;

const FIRED = `fired AS (
  UPDATE triggers SET last_fired_at = now() WHERE id IN (
    SELECT t.id FROM triggers t
     WHERE t.id IN (SELECT trigger_id FROM accepted WHERE revision IS NOT NULL)
       AND (t.last_fired_at IS NULL OR t.last_fired_at < now() - interval '1 second')
       FOR NO KEY UPDATE SKIP LOCKED)
)`;

/**
 * The revision check is what lets processes keep triggers in memory: a firing that was decided on a trigger as it no
 * longer is finds no row here. `fired` notes the time on a trigger at most once a second, and leaves a row that
 * somebody else holds to them: a busy trigger must not make its firings wait for each other. Deliveries repeat the
 * revision check instead of joining the accepted events, which the planner takes for one row and joins row by row.
 */
export const INSERT_EVENTS: Statement = {
  text: `
WITH input AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[],
                       $9::text[], $10::timestamptz[], $11::float8[], $12::float8[], $13::uuid[])
    AS i (id, project_id, trigger_id, revision, trigger_name, trigger_type, source, payload,
          labels, scheduled_for, archive_after, delete_after, replay_of)
), accepted AS (
  SELECT i.*, ${lifetime('$22', '$23')}
    FROM input i
    LEFT JOIN triggers t ON t.id = i.trigger_id AND t.project_id = i.project_id
    LEFT JOIN projects p ON p.id = i.project_id
   WHERE i.revision IS NULL OR t.revision = i.revision
), ${event('$14')}, delivery AS (${delivery('$20')}
    FROM unnest($14::uuid[], $15::uuid[], $16::uuid[], $17::uuid[], $18::uuid[], $19::int[],
                $21::boolean[])
      AS d (event_id, id, destination_id, project_id, trigger_id, revision, direct)
    LEFT JOIN triggers t ON t.id = d.trigger_id AND t.project_id = d.project_id
   WHERE d.revision IS NULL OR t.revision = d.revision
), ${FIRED}
SELECT id, fired_at, archive_at, expires_at FROM event`,
};

/**
 * The same for a batch in which firings have idempotency keys, each key once. A key is taken for a firing that passed
 * the revision check, and an event is written for a firing without a key or with a key that was taken: both or neither.
 * Keys are taken in their order, or two batches with the same ones could wait for each other in a circle; a statement
 * that has to wait for another's key goes on when that one has committed, and finds the key taken. Sets are asked
 * `IN (…) IS TRUE`, which PostgreSQL hashes: a join would go row by row, as the planner expects few rows of a CTE.
 */
export const INSERT_KEYED_EVENTS: Statement = {
  text: `
WITH input AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[],
                       $9::text[], $10::timestamptz[], $11::float8[], $12::float8[], $13::uuid[],
                       $24::text[], $25::bytea[], $26::text[])
    AS i (id, project_id, trigger_id, revision, trigger_name, trigger_type, source, payload,
          labels, scheduled_for, archive_after, delete_after, replay_of, key, fingerprint, remembered)
), present AS (
  SELECT i.*, ${lifetime('$22', '$23')}
    FROM input i
    LEFT JOIN triggers t ON t.id = i.trigger_id AND t.project_id = i.project_id
    LEFT JOIN projects p ON p.id = i.project_id
   WHERE i.revision IS NULL OR t.revision = i.revision
), taken AS (
  INSERT INTO idempotency_keys AS k (project_id, key, fingerprint, event, event_archive_at, event_expires_at,
                                     created_at, expires_at)
  SELECT project_id, key, fingerprint, remembered::json, archive_at, expires_at, now(), now() + interval '24 hours'
    FROM present WHERE key IS NOT NULL ORDER BY project_id, key COLLATE "C"
  ON CONFLICT (project_id, key) DO UPDATE
     SET (fingerprint, event, event_archive_at, event_expires_at, created_at, expires_at, owner, locked_until,
          answer_sealed) =
         (excluded.fingerprint, excluded.event, excluded.event_archive_at, excluded.event_expires_at,
          excluded.created_at, excluded.expires_at, NULL, NULL, NULL)
   WHERE k.expires_at <= now() OR k.locked_until <= now()
  RETURNING project_id, key
), accepted AS (
  SELECT * FROM present
   WHERE key IS NULL OR ((project_id, key) IN (SELECT project_id, key FROM taken)) IS TRUE
), ${event('$14')}, delivery AS (${delivery('$20')}
    FROM unnest($14::uuid[], $15::uuid[], $16::uuid[], $17::uuid[], $18::uuid[], $19::int[],
                $21::boolean[])
      AS d (event_id, id, destination_id, project_id, trigger_id, revision, direct)
   WHERE (d.event_id IN (SELECT id FROM accepted)) IS TRUE
), ${FIRED}
SELECT id, fired_at, archive_at, expires_at FROM event`,
};

/**
 * The same for occurrences of triggers that the caller holds locked. The event takes what its trigger says from the
 * trigger's row, so that neither labels nor payload travel to the scheduler and back, and there is no revision to check.
 */
export const INSERT_SCHEDULED_EVENTS: Statement = {
  text: `
WITH accepted AS (
  SELECT i.id, t.project_id, t.id AS trigger_id, t.name AS trigger_name, t.trigger_type, 'schedule' AS source,
         t.api_payload AS payload, t.labels, i.scheduled_for, NULL::uuid AS replay_of, ${lifetime('$12', '$13', 'greatest(now(), i.scheduled_for)')}
    FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::float8[], $5::float8[])
      AS i (id, trigger_id, scheduled_for, archive_after, delete_after)
    JOIN triggers t ON t.id = i.trigger_id
    LEFT JOIN projects p ON p.id = t.project_id
), ${event('$6', 'greatest(now(), scheduled_for)')}, delivery AS (${delivery('$10')}
    FROM unnest($6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $11::boolean[])
      AS d (event_id, id, destination_id, project_id, direct)
)
SELECT count(*)::int AS events FROM event`,
};
