import type { Statement } from '@app/database';
import type { EventSource, EventStatus } from '@app/events';

/** What a list of events may be narrowed by; absent means any. */
export interface EventFilter {
  id?: string;
  trigger_id?: string;
  source?: EventSource;
  status?: EventStatus;
  archived: 'true' | 'false' | 'all';
  since?: Date;
  until?: Date;
  /** What the labels have to contain. */
  labels?: Record<string, string | string[]>;
}

const IN_BUCKETS = { true: 'e.bucket > 0', false: 'e.bucket = 0', all: 'true' };

/**
 * The newest delivery to each destination counts: an event that was dead and then replayed to its end is delivered. A
 * cancelled one counts only where there is no other, so that a replay that was called off leaves the event as it was.
 */
const STATUS = `
  SELECT CASE WHEN count(*) = 0 THEN 'recorded'
              WHEN bool_or(latest.status = 'dead') THEN 'dead'
              WHEN bool_or(latest.status IN ('waiting', 'queued')) THEN 'pending'
              WHEN bool_and(latest.status = 'cancelled') THEN 'cancelled'
              ELSE 'delivered' END AS status
    FROM (SELECT DISTINCT ON (d.destination_id) d.status FROM deliveries d
           WHERE d.bucket = e.bucket AND d.event_id = e.id
           ORDER BY d.destination_id, d.status = 'cancelled', d.id DESC) latest`;

/** One keyset query, planned for the filters and values at hand. */
export function eventQuery(
  projectId: string,
  filter: EventFilter,
  limit: number,
  after?: string,
): { statement: Statement; values: unknown[] } {
  const values: unknown[] = [projectId, limit];
  const conditions = ['e.project_id = $1', 'e.expires_at > now()', IN_BUCKETS[filter.archived]];
  const add = (condition: (place: string) => string, value: unknown): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add((place) => `e.id = ${place}`, filter.id);
  add((place) => `e.id < ${place}`, after);
  add((place) => `e.trigger_id = ${place}`, filter.trigger_id);
  add((place) => `e.source = ${place}`, filter.source);
  add((place) => `e.fired_at >= ${place}`, filter.since);
  add((place) => `e.fired_at < ${place}`, filter.until);
  add((place) => `e.labels @> ${place}::jsonb`, filter.labels && JSON.stringify(filter.labels));
  add((place) => `s.status = ${place}`, filter.status);
  const text = `
SELECT e.*, s.status FROM events e CROSS JOIN LATERAL (${STATUS}) s
 WHERE ${conditions.join(' AND ')}
 ORDER BY e.id DESC LIMIT $2`;
  return { statement: { text }, values };
}
