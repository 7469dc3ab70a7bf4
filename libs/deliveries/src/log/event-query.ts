import type { Statement } from '@app/database';
import { ACTIVE, EVERYWHERE, KEPT } from '@app/events';
import { checksOf } from './event-checks.js';
import { driverOf, type EventFilter } from './event-filter.js';
import { leadOf } from './event-lead.js';
import type { Span } from './event-spans.js';
import { isOfDeliveries, statusOf } from './event-status.js';

/** A page of a list: in which span of ids how many events are looked for, and for how many ms. */
export interface EventPage extends Span {
  limit: number;
  patienceMs: number;
}

interface Query {
  statement: Statement;
  values: unknown[];
}

/** `bucket` is a column of both tables. */
const IN_BUCKETS = { true: 'bucket > 0', false: 'bucket = 0', all: 'bucket >= 0' };
const LATE = `clock_timestamp() > statement_timestamp() + $4::float8 * interval '1 millisecond'`;

/**
 * One keyset query, planned for the filters and values at hand: events are gone through newest first, by the index of the
 * filter that leads (`driverOf`), and the other filters are checked. Where few match it stops: once patience has run out,
 * events are answered as they come, whether they match or not, so that the list goes on after the last of them.
 * `OFFSET 0` keeps PostgreSQL from reading whole tables for a join whose first rows are wanted.
 */
export function eventQuery(projectId: string, filter: EventFilter, page: EventPage): Query {
  const { values, place, ids } = begin(projectId, page);
  const driver = driverOf(filter);
  const checks = checksOf(filter, driver, place);
  const bucket = IN_BUCKETS[filter.archived];
  const { where, order } = leadOf(driver, filter, place);
  const ofLead = (places: string): string => `
 CROSS JOIN LATERAL (SELECT * FROM events e WHERE e.bucket = ${places} AND e.id = led.event_id
                        AND e.${bucket} AND ${ids('e.id')} OFFSET 0) e`;
  const asked = isOfDeliveries(driver) ? driver : undefined;
  const status = ` CROSS JOIN LATERAL (${statusOf(`d.${bucket} AND ${ids('d.event_id')}`, asked)}) s`;
  const lists: Record<'deliveries' | 'holds' | 'events', string> = {
    deliveries: `
  FROM deliveries led${ofLead('led.bucket')}
${status}
 WHERE ${where} AND led.${bucket} AND ${ids('led.event_id')}
   AND CASE WHEN ${checks} THEN led.id = s.chosen ELSE ${LATE} END`,
    holds: `
  FROM event_holds led${ofLead(`ANY ('{${ACTIVE},${KEPT}}')`)}
${status}
 WHERE ${where} AND ${ids('led.event_id')} AND (${checks} OR ${LATE})`,
    events: `
  FROM events e
${status}
 WHERE ${where} AND e.${bucket} AND ${ids('e.id')} AND (${checks} OR ${LATE})`,
  };
  const list = isOfDeliveries(driver) ? 'deliveries' : driver === 'held' ? 'holds' : 'events';
  const text = `SELECT e.*, s.status, ${checks} AS matches${lists[list]} ORDER BY ${order} LIMIT $2`;
  return { statement: { text }, values };
}

/**
 * The same by the index of labels, which has no order: for labels that few events have. All that have them are found
 * before the first one is looked at.
 */
export function labelledEventQuery(projectId: string, filter: EventFilter, page: EventPage): Query {
  const { values, place, ids } = begin(projectId, page);
  const { labels, ...others } = filter;
  const checks = checksOf(others, 'project', place);
  const bucket = IN_BUCKETS[filter.archived];
  const text = `
WITH labelled AS MATERIALIZED (
  SELECT bucket, id FROM events e
   WHERE project_id = $1 AND ${bucket} AND ${ids('id')} AND labels <> '{}' AND labels @> ${place(JSON.stringify(labels))}::jsonb
)
SELECT e.*, s.status, ${checks} AS matches
  FROM (SELECT * FROM labelled ORDER BY id DESC) led
 CROSS JOIN LATERAL (SELECT * FROM events e WHERE e.bucket = led.bucket AND e.id = led.id
                        AND e.${bucket} AND ${ids('e.id')} OFFSET 0) e
 CROSS JOIN LATERAL (${statusOf(`d.${bucket} AND ${ids('d.event_id')}`)}) s
 WHERE ${checks} OR ${LATE}
 ORDER BY led.id DESC LIMIT $2`;
  return { statement: { text }, values };
}

/** One event, with its status. The id stands in both parts, so that PostgreSQL plans for its slices alone. */
export function eventById(projectId: string, id: string): Query {
  const text = `
SELECT e.*, s.status FROM events e CROSS JOIN LATERAL (${statusOf('d.event_id = $2')}) s
 WHERE e.project_id = $1 AND e.bucket = ANY (${EVERYWHERE}) AND e.id = $2 AND e.expires_at > now()`;
  return { statement: { text }, values: [projectId, id] };
}

/** Bounds of ids stand in every part, so that PostgreSQL plans for the slices between them alone. */
function begin(projectId: string, { limit, before, from, patienceMs }: EventPage) {
  const values: unknown[] = [projectId, limit, before, patienceMs];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const oldest = from && place(from);
  const ids = (column: string): string => `${column} < $3${oldest ? ` AND ${column} >= ${oldest}` : ''}`;
  return { values, place, ids };
}
