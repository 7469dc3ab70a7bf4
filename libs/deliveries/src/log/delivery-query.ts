import type { Statement } from '@app/database';
import { EVERYWHERE } from '@app/events';
import { DELIVERY_COLUMNS, LISTED_DELIVERY_COLUMNS, type DeliveryStatus } from './delivery.js';

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

const STATES: Record<DeliveryStatus, string[]> = {
  pending: ['waiting', 'queued'],
  delivered: ['delivered'],
  dead: ['dead'],
  cancelled: ['cancelled'],
};

/** Deliveries leave every answer together with their event. `EXISTS` PostgreSQL might answer by reading all events. */
const LIVE = `coalesce((SELECT e.expires_at > now() FROM events e
                  WHERE e.bucket = d.bucket AND e.id = d.event_id AND e.id < $4), false)`;
const LATE = `clock_timestamp() > statement_timestamp() + $3::float8 * interval '1 millisecond'`;

/** Deliveries that an index has in the order of the list, and what is checked of each of them. */
interface Branch {
  where: string;
  order: string;
  check?: string;
}

/**
 * One keyset query, newest first, which stops when patience has run out as a list of events does (`event-query.ts`, and
 * `event-lead.ts` for how an index is chosen). An event has few deliveries; those of a destination come from one index, a
 * page of each status; those that failed or are under way from indexes of their own.
 */
export function deliveryQuery(projectId: string, filter: DeliveryFilter, page: DeliveryPage): Query {
  const { status, destination_id, event_id } = filter;
  const values: unknown[] = [projectId, page.limit, page.patienceMs, page.newestEvent];
  const place = (value: string): string => `$${values.push(value)}`;
  const conditions = ['d.event_id < $4'];
  if (page.after !== undefined) conditions.push(`d.id < ${place(page.after)}`);
  if (event_id !== undefined)
    conditions.push(`d.bucket = ANY (${EVERYWHERE}) AND d.event_id = ${place(event_id)}`);
  const branches =
    destination_id === undefined ? [ofProject(status)] : ofDestination(place(destination_id), status);
  const parts = branches.map(({ where, order, check = 'true' }) => {
    const matches = `(${LIVE} AND ${check})`;
    return `(
  SELECT d.*, ${matches} AS matches FROM deliveries d
   WHERE ${[...conditions, where].join(' AND ')} AND (${matches} OR ${LATE})
   ORDER BY ${order} LIMIT $2)`;
  });
  const text = `SELECT ${LISTED_DELIVERY_COLUMNS}, matches FROM (${parts.join(' UNION ALL ')}) d ORDER BY id DESC LIMIT $2`;
  return { statement: { text }, values };
}

function ofProject(status: DeliveryStatus | undefined): Branch {
  const where = 'd.project_id = ANY (ARRAY[$1::uuid])';
  switch (status) {
    case 'pending': {
      const order = 'd.project_id DESC, d.id DESC';
      return { where: `${where} AND d.status IN ('waiting', 'queued')`, order };
    }
    case 'dead':
    case 'cancelled': {
      const order = 'd.status, d.id DESC';
      return { where: `d.project_id = $1 AND d.status = ANY (ARRAY['${status}'])`, order };
    }
    default:
      return { where, order: 'd.project_id, d.id DESC', ...(status && { check: `d.status = '${status}'` }) };
  }
}

/** Its index knows no projects: a destination of another one is not gone through. */
function ofDestination(id: string, status: DeliveryStatus | undefined): Branch[] {
  const where = `d.destination_id = ${id} AND CASE WHEN d.project_id = $1 THEN true ELSE false END
     AND NOT EXISTS (SELECT FROM destinations WHERE id = ${id} AND project_id <> $1)`;
  const states = status ? STATES[status] : Object.values(STATES).flat();
  return states.map((state) => {
    return { where: `${where} AND d.status = ANY (ARRAY['${state}'])`, order: 'd.status, d.id DESC' };
  });
}

export function deliveryById(projectId: string, id: string): Query {
  const text = `
SELECT ${DELIVERY_COLUMNS} FROM deliveries d
 WHERE d.project_id = $1 AND d.id = $2
   AND EXISTS (SELECT FROM events e WHERE e.bucket = d.bucket AND e.id = d.event_id AND e.expires_at > now())`;
  return { statement: { text }, values: [projectId, id] };
}
