import type { Statement } from '@app/database';
import { ACTIVE, EVERYWHERE, KEPT } from '@app/events';
import { checksOf } from './event-checks.js';
import type { EventDriver, EventFilter } from './event-filter.js';
import { leadOf, type Lead } from './event-lead.js';
import type { Span } from './event-spans.js';
import { isOfDeliveries, statusOf } from './event-status.js';

/** A page of a list: in which span of ids how many events are looked for, and for how many ms. */
export interface EventPage extends Span {
  limit: number;
  patienceMs: number;
  /** Which index leads: one of `driversOf` the filter. */
  driver: EventDriver;
}

interface Query {
  statement: Statement;
  values: unknown[];
}

/** `bucket` is a column of all tables but that of holds. */
const IN_BUCKETS = { true: 'bucket > 0', false: 'bucket = 0', all: 'bucket >= 0' };

/**
 * One keyset query, planned for the filters and values at hand: events are gone through newest first, by the index of the
 * filter that leads, and the other filters are checked. Where few match it stops: once patience has run out, events are
 * answered as they come, whether they match or not, so that the list goes on after the last of them.
 * `OFFSET 0` keeps PostgreSQL from reading whole tables for a join whose first rows are wanted.
 */
export function eventQuery(projectId: string, filter: EventFilter, page: EventPage): Query {
  const { values, place, ids } = begin(projectId, page);
  const { driver } = page;
  const late = `clock_timestamp() > statement_timestamp() + ${place(page.patienceMs)}::float8 * interval '1 millisecond'`;
  const checks = checksOf(filter, driver, place);
  const lead = leadOf(driver, filter, place);
  const bucket = IN_BUCKETS[filter.archived];
  const places = lead.table === 'event_holds' ? `ANY ('{${ACTIVE},${KEPT}}')` : 'led.bucket';
  const event = ` CROSS JOIN LATERAL (SELECT * FROM events e WHERE e.bucket = ${places} AND e.id = led.event_id
                        AND e.${bucket} AND ${ids('e.id')} OFFSET 0) e`;
  const asked = typeof driver === 'string' && isOfDeliveries(driver) ? driver : undefined;
  const status = statusOf(`d.${bucket} AND ${ids('d.event_id')}`, asked);
  const isShown = asked
    ? `CASE WHEN ${checks} THEN led.id = s.chosen ELSE ${late} END`
    : `(${checks} OR ${late})`;
  const text = `
SELECT e.*, s.status, ${checks} AS matches
  FROM ${lead.table === 'events' ? 'events e' : `${lead.table} led${event}`}
 CROSS JOIN LATERAL (${status}) s
 WHERE ${within(lead, bucket, ids)} AND ${isShown}
 ORDER BY ${lead.order} LIMIT $2`;
  return { statement: { text }, values };
}

/**
 * How far back the newest rows that each of these indexes has for a filter reach, so many of each: the id of the last of
 * them, null where there are fewer. The further, the rarer is what it leads to.
 */
export function reachQuery(
  projectId: string,
  filter: EventFilter,
  drivers: EventDriver[],
  page: Span & { limit: number },
): Query {
  const { values, place, ids } = begin(projectId, page);
  const reached = drivers.map((driver) => {
    const lead = leadOf(driver, filter, place);
    const [row, id] = lead.table === 'events' ? ['e', 'e.id'] : ['led', 'led.event_id'];
    return `(
  SELECT ${id} FROM ${lead.table} ${row} WHERE ${within(lead, IN_BUCKETS[filter.archived], ids)}
   ORDER BY ${lead.order} OFFSET $2 LIMIT 1)`;
  });
  return { statement: { text: `SELECT ARRAY[${reached.join(', ')}] AS reached` }, values };
}

/** One event, with its status. The id stands in both parts, so that PostgreSQL plans for its slices alone. */
export function eventById(projectId: string, id: string): Query {
  const text = `
SELECT e.*, s.status FROM events e CROSS JOIN LATERAL (${statusOf('d.event_id = $2')}) s
 WHERE e.project_id = $1 AND e.bucket = ANY (${EVERYWHERE}) AND e.id = $2 AND e.expires_at > now()`;
  return { statement: { text }, values: [projectId, id] };
}

/** What leads, in these places and this span. */
function within({ table, where }: Lead, bucket: string, ids: (column: string) => string): string {
  if (table === 'events') return `${where} AND e.${bucket} AND ${ids('e.id')}`;
  return `${where}${table === 'event_holds' ? '' : ` AND led.${bucket}`} AND ${ids('led.event_id')}`;
}

/** Bounds of ids stand in every part, so that PostgreSQL plans for the slices between them alone. */
function begin(projectId: string, { limit, before, from }: Span & { limit: number }) {
  const values: unknown[] = [projectId, limit, before];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const oldest = from && place(from);
  const ids = (column: string): string => `${column} < $3${oldest ? ` AND ${column} >= ${oldest}` : ''}`;
  return { values, place, ids };
}
