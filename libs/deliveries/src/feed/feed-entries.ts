/** Ids of one row at most: with more of them PostgreSQL would move them out of line. */
const IDS = 100;

/** Writes entries of the new events whose `id`s the given CTE returns; itself to be a CTE of that statement. */
export function noteNewEvents(cte: string): string {
  return `
  INSERT INTO feed_entries (event_ids)
  SELECT array_agg(id) FROM (SELECT id, row_number() OVER () AS place FROM ${cte}) numbered
   GROUP BY place / ${IDS}`;
}

/**
 * The same statement, with an entry of each delivery that it changes written in the same transaction. It has to end
 * with `RETURNING event_id, id`, and answers the ids.
 */
export function noteChanges(update: string): string {
  return `
WITH changed AS (${update}
), feed AS (
  INSERT INTO feed_entries (event_ids, delivery_ids)
  SELECT array_agg(event_id), array_agg(id)
    FROM (SELECT event_id, id, row_number() OVER () AS place FROM changed) numbered
   GROUP BY place / ${IDS / 2}
)
SELECT id FROM changed`;
}
