/**
 * The index of labels, `event_labels`: an entry for each label of each event, in the same bucket as the event. Whoever writes,
 * labels, moves or deletes events does the same to their entries in the same statement.
 */

/** SQL of how a label (`key:value`) of a project stands there. Two labels may stand alike: the event itself says which it has. */
export const labelEntry = (projectId: string, label: string): string => `event_label(${projectId}, ${label})`;

/** Enters the labels of the events that the CTE has: their `bucket`, `id`, `project_id` and `labels`. */
export const enterLabels = (cte: string): string => `
  INSERT INTO event_labels (bucket, event_id, label)
  SELECT e.bucket, e.id, ${labelEntry('e.project_id', `l.key || ':' || l.value`)}
    FROM ${cte} e CROSS JOIN LATERAL jsonb_each_text(e.labels) l`;
