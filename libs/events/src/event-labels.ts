/**
 * The index of labels, `event_labels`: an entry for each label of each event, in the same bucket as the event. Whoever writes,
 * labels, moves or deletes events does the same to their entries in the same statement.
 */

/** SQL of the entry of a label, which is `key:value`, of a project. Two labels may have the same: the event says which it has. */
export const labelEntry = (projectId: string, label: string): string => `event_label(${projectId}, ${label})`;

/** SQL of the labels of events `e`, as a join of entries `l.label`, of which one event may have the same twice. */
export const ENTRIES_OF_LABELS = `
 CROSS JOIN LATERAL (SELECT ${labelEntry('e.project_id', `key || ':' || value`)} AS label FROM jsonb_each_text(e.labels)) l`;

/** Enters the labels of the events that the CTE has: their `bucket`, `id`, `project_id` and `labels`. */
export const enterLabels = (cte: string): string => `
  INSERT INTO event_labels (bucket, event_id, label)
  SELECT DISTINCT e.bucket, e.id, l.label FROM ${cte} e${ENTRIES_OF_LABELS} WHERE e.labels <> '{}' ORDER BY e.id`;
