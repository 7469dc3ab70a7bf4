import type { Statement } from '@app/database';
import { EVERYWHERE } from '@app/events';
import { DELIVERY_COLUMNS, type DeliveryStatus } from './delivery.js';

/** What a list of deliveries may be narrowed by; absent means any. */
export interface DeliveryFilter {
  status?: DeliveryStatus;
  destination_id?: string;
  event_id?: string;
}

/** A page of a list: how many deliveries, of events with ids before one, and for how many ms they are looked for. */
export interface DeliveryPage {
  after: string | undefined;
  limit: number;
  newestEvent: string;
  patienceMs: number;
}

interface Query {
  statement: Statement;
  values: unknown[];
}

/** An index has the deliveries of each of these in the order of the list. */
const BRANCHES: Record<DeliveryStatus, string[]> = {
  pending: ['waiting', 'queued'],
  delivered: ['delivered'],
  dead: ['dead'],
  cancelled: ['cancelled'],
};

/** Deliveries leave every answer together with their event. `EXISTS` PostgreSQL might answer by reading all events. */
const LIVE = `coalesce((SELECT e.expires_at > now() FROM events e
                  WHERE e.bucket = d.bucket AND e.id = d.event_id AND e.id < $4), false)`;
const LATE = `clock_timestamp() > statement_timestamp() + $3::float8 * interval '1 millisecond'`;

/**
 * One keyset query, newest first, which stops when patience has run out as a list of events does (`event-query.ts`, and
 * `event-lead.ts` for how an index is chosen). An event has few deliveries; those of a destination, or else of a status,
 * come from an index of their own, a page of each status.
 */
export function deliveryQuery(projectId: string, filter: DeliveryFilter, page: DeliveryPage): Query {
  const { status, destination_id, event_id } = filter;
  const values: unknown[] = [projectId, page.limit, page.patienceMs, page.newestEvent];
  const place = (value: string): string => `$${values.push(value)}`;
  const conditions = ['d.event_id < $4'];
  if (page.after !== undefined) conditions.push(`d.id < ${place(page.after)}`);
  if (event_id !== undefined)
    conditions.push(`d.bucket = ANY (${EVERYWHERE}) AND d.event_id = ${place(event_id)}`);
  if (destination_id !== undefined) conditions.push(...ofDestination(place(destination_id)));
  const all = destination_id === undefined ? [undefined] : Object.values(BRANCHES).flat();
  const branches = (status ? BRANCHES[status] : all).map((one) => {
    const where = [...conditions, ...(one ? [`d.status = ANY (ARRAY['${one}'])`] : [])];
    if (destination_id === undefined)
      where.push(one ? 'd.project_id = $1' : 'd.project_id = ANY (ARRAY[$1::uuid])');
    return `(
  SELECT d.*, ${LIVE} AS matches FROM deliveries d
   WHERE ${where.join(' AND ')} AND (${LIVE} OR ${LATE})
   ORDER BY ${one ? 'd.status' : 'd.project_id'}, d.id DESC LIMIT $2)`;
  });
  const text = `SELECT ${DELIVERY_COLUMNS}, matches FROM (${branches.join(' UNION ALL ')}) d ORDER BY id DESC LIMIT $2`;
  return { statement: { text }, values };
}

/** Its index knows no projects: a destination of another one is not gone through. */
function ofDestination(id: string): string[] {
  return [
    `d.destination_id = ${id}`,
    `CASE WHEN d.project_id = $1 THEN true ELSE false END`,
    `NOT EXISTS (SELECT FROM destinations WHERE id = ${id} AND project_id <> $1)`,
  ];
}

export function deliveryById(projectId: string, id: string): Query {
  const text = `
SELECT ${DELIVERY_COLUMNS} FROM deliveries d
 WHERE d.project_id = $1 AND d.id = $2
   AND EXISTS (SELECT FROM events e WHERE e.bucket = d.bucket AND e.id = d.event_id AND e.expires_at > now())`;
  return { statement: { text }, values: [projectId, id] };
}
