import { ENTRIES_OF_LABELS } from '@app/events';
import type { Platform } from './platform.js';

/** How many entries these events have in the index of labels, each in the place of its event. Rejects if one is missing or too many. */
export async function labelEntries(on: Platform, ids: string[]): Promise<number> {
  const [row] = await on.sql<{ entries: string; wrong: string }>(ENTRIES, [ids]);
  if (row!.wrong !== '0') throw new Error(`${row!.wrong} entries of labels are missing or too many`);
  return Number(row!.entries);
}

const ENTRIES = `
WITH said AS (
  SELECT e.tableoid::regclass::text AS place, e.id, l.label FROM events e${ENTRIES_OF_LABELS} WHERE e.id = ANY ($1)
), entered AS (
  SELECT replace(tableoid::regclass::text, 'event_labels_', 'events_'), event_id, label
    FROM event_labels WHERE event_id = ANY ($1)
)
SELECT (SELECT count(*) FROM entered) AS entries, count(*) AS wrong
  FROM ((TABLE said EXCEPT TABLE entered) UNION ALL (TABLE entered EXCEPT TABLE said)) differing`;
