import type { Statement } from '@app/database';
import type { ReplayableStatus, ReplayFilter } from './replay.js';

/** What decides whether an event belongs to a replay. */
export interface Matching {
  project_id: string;
  replay_id: string;
  /** The instant that the set is fixed at, as PostgreSQL writes it: a Date would cut its microseconds off. */
  at: string;
  filter: ReplayFilter;
  destination_ids: string[] | null;
}

interface Query {
  statement: Statement;
  values: unknown[];
}

/** The pages that the events are looked through in: ids between two others, none of them judged yet. */
export function scanQuery(
  { project_id, filter }: Matching,
  after: string,
  before: string,
  limit: number,
): Query {
  const values: unknown[] = [project_id, after, before, limit];
  const place = archivedCondition(filter);
  if (filter.status === 'dead') {
    // from their own index: dead letters are few among many events
    const text = `
SELECT DISTINCT event_id AS id FROM deliveries
 WHERE project_id = $1 AND status = 'dead' AND event_id > $2 AND event_id < $3 AND ${place}
 ORDER BY event_id LIMIT $4`;
    return { statement: { text }, values };
  }
  const ofTrigger = filter.trigger_id ? `AND trigger_id = $${values.push(filter.trigger_id)}` : '';
  const text = `
SELECT id FROM events WHERE project_id = $1 AND id > $2 AND id < $3 AND ${place} ${ofTrigger}
 ORDER BY id LIMIT $4`;
  return { statement: { text }, values };
}

/** Of an event's newest deliveries (`l`, see below): when the event is meant, and which of them are repeated. */
const RULES: Record<ReplayableStatus, { meant: string; repeated: string }> = {
  dead: {
    meant: `bool_or(l.settled AND l.status = 'dead')`,
    repeated: `l.settled AND l.status = 'dead'`,
  },
  delivered: {
    meant: `bool_and(l.settled AND l.status IN ('delivered', 'cancelled')) AND bool_or(l.status = 'delivered')`,
    repeated: `l.settled AND l.status = 'delivered'`,
  },
  cancelled: {
    meant: `bool_and(l.settled AND l.status = 'cancelled')`,
    repeated: `l.settled AND l.status = 'cancelled'`,
  },
  recorded: { meant: 'count(l.destination_id) = 0', repeated: 'false' },
  all: { meant: 'count(l.destination_id) = 0 OR bool_or(l.settled)', repeated: 'l.settled' },
};

/**
 * Which of these events are meant, and where each goes once more. Only what had ended at the start counts (`settled`):
 * who was retried, replayed by others or fired since is no longer meant, and nothing goes where something is under way.
 * The replay's own deliveries do not count. The ids stand in each part, so that PostgreSQL plans for their slices alone,
 * and both tables are read by them: asking event by event took ten times as long.
 */
export function matchQuery(matching: Matching, ids: string[]): Query {
  const { project_id, at, replay_id, filter, destination_ids } = matching;
  const values: unknown[] = [project_id, at, replay_id, ids, destination_ids];
  const conditions = ['e.project_id = $1', 'e.expires_at > now()', 'e.fired_at <= $2::timestamptz'];
  const add = (condition: (place: string) => string, value: unknown): void => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
  };
  add((place) => `e.trigger_id = ${place}`, filter.trigger_id);
  add((place) => `e.source = ${place}`, filter.source);
  add((place) => `e.fired_at >= ${place}`, filter.since);
  add((place) => `e.fired_at < ${place}`, filter.until);
  add((place) => `e.labels @> ${place}::jsonb`, filter.labels && JSON.stringify(filter.labels));
  let { meant, repeated } = RULES[filter.status];
  if (filter.destination_id) {
    repeated = `l.destination_id = $${values.push(filter.destination_id)} AND ${repeated}`;
    meant = `bool_or(${repeated})`;
  }
  const place = archivedCondition(filter);
  const text = `
WITH latest AS (
  SELECT DISTINCT ON (event_id, destination_id)
         event_id, destination_id, status, coalesce(finished_at <= $2::timestamptz, false) AS settled
    FROM deliveries
   WHERE event_id = ANY ($4::uuid[]) AND ${place} AND replay_id IS DISTINCT FROM $3::uuid
   ORDER BY event_id, destination_id, status = 'cancelled', id DESC
), meant AS (
  SELECT e.bucket, e.id, e.trigger_id, count(l.destination_id) = 0 AS unsent,
         array_agg(l.destination_id) FILTER (WHERE ${repeated}) AS repeated,
         coalesce(array_agg(l.destination_id) FILTER (WHERE NOT l.settled), '{}') AS unsettled
    FROM events e LEFT JOIN latest l ON l.event_id = e.id
   WHERE e.id = ANY ($4::uuid[]) AND ${place} AND ${conditions.join(' AND ')}
   GROUP BY e.bucket, e.id, e.trigger_id HAVING ${meant}
)
SELECT bucket, id,
       id IN (SELECT event_id FROM deliveries
               WHERE event_id = ANY ($4::uuid[]) AND ${place} AND replay_id = $3::uuid) AS begun,
       coalesce(CASE
         WHEN $5::uuid[] IS NOT NULL
         THEN (SELECT array_agg(given.id) FROM unnest($5::uuid[]) AS given (id) WHERE given.id <> ALL (unsettled))
         WHEN unsent
         THEN (SELECT array_agg(t.destination_id ORDER BY t.position)
                 FROM trigger_destinations t WHERE t.trigger_id = meant.trigger_id)
         ELSE repeated END, '{}') AS destination_ids
  FROM meant ORDER BY id`;
  return { statement: { text }, values };
}

/** `bucket` is a column of both tables. */
function archivedCondition({ archived }: ReplayFilter): string {
  return archived === 'all' ? 'true' : archived ? 'bucket > 0' : 'bucket = 0';
}
