import { timeClass } from './time-classes.js';

/** Writes an entry of the new events whose `id`s the given CTE returns; itself to be a CTE of that statement. */
export function noteNewEvents(cte: string): string {
  return `INSERT INTO feed_entries (event_ids) SELECT array_agg(id) FROM ${cte} HAVING count(*) > 0`;
}

/** What a change of deliveries `d` has to return; `duration` is SQL, the ms of the try that the change is of. */
export function changed(duration = 'NULL::int'): string {
  return `RETURNING d.event_id, d.id, d.project_id, d.destination_id, d.status, ${duration} AS duration_ms`;
}

/**
 * What ended, and what was tried, of the rows that the CTE `changed` returns: added up where they are at hand, so that
 * nobody has to read them again to count them. Null when nothing did.
 */
const TALLY = `(
  SELECT jsonb_agg(jsonb_build_array(project_id, destination_id, status, duration, count)) FROM (
    SELECT project_id, destination_id, status, ${timeClass('duration_ms')} AS duration, count(*) FROM changed
     WHERE duration_ms IS NOT NULL OR status IN ('delivered', 'dead', 'cancelled')
     GROUP BY 1, 2, 3, 4) t)`;

/**
 * The same statement, with an entry of the deliveries that it changes written in the same transaction. It has to end with
 * {@link changed}, and answers the ids.
 */
export function noteChanges(update: string): string {
  return `
WITH changed AS (${update}
), feed AS (
  INSERT INTO feed_entries (event_ids, delivery_ids, tally)
  SELECT array_agg(event_id), array_agg(id), ${TALLY} FROM changed HAVING count(*) > 0
)
SELECT id FROM changed`;
}
