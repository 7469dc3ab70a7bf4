/** Writes an entry of the new events whose `id`s the given CTE returns; itself to be a CTE of that statement. */
export function noteNewEvents(cte: string): string {
  return `INSERT INTO feed_entries (event_ids) SELECT array_agg(id) FROM ${cte} HAVING count(*) > 0`;
}

/**
 * The same statement, with an entry of the deliveries that it changes written in the same transaction. It has to end with
 * `RETURNING event_id, id`, and answers the ids.
 */
export function noteChanges(update: string): string {
  return `
WITH changed AS (${update}
), feed AS (
  INSERT INTO feed_entries (event_ids, delivery_ids)
  SELECT array_agg(event_id), array_agg(id) FROM changed HAVING count(*) > 0
)
SELECT id FROM changed`;
}
