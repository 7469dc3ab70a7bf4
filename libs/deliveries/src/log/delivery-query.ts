import type { Statement } from '@app/database';
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

/** Deliveries leave every answer together with their event. */
const LIVE = `EXISTS (SELECT FROM events e WHERE e.bucket = d.bucket AND e.id = d.event_id AND e.id < $4 AND e.expires_at > now())`;
const LATE = `clock_timestamp() > statement_timestamp() + $3::float8 * interval '1 millisecond'`;

/**
 * One keyset query, newest first, which stops when patience has run out as a list of events does (`event-query.ts`). An
 * event has few deliveries; those of a destination, or else of a status, come from an index of their own.
 */
export function deliveryQuery(projectId: string, filter: DeliveryFilter, page: DeliveryPage): Query {
  const { status, destination_id, event_id } = filter;
  const values: unknown[] = [projectId, page.limit, page.patienceMs, page.newestEvent];
  const conditions = ['d.project_id = $1', 'd.event_id < $4'];
  const add = (condition: (place: string) => string, value: string | undefined): void => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
  };
  add((place) => `d.id < ${place}`, page.after);
  add((place) => `d.event_id = ${place}`, event_id);
  // their index knows no projects: those of another project are not gone through
  add(
    (place) =>
      `d.destination_id = ${place}
     AND NOT EXISTS (SELECT FROM destinations WHERE id = ${place} AND project_id <> $1)`,
    destination_id,
  );
  const statuses = status ? BRANCHES[status] : destination_id ? Object.values(BRANCHES).flat() : [undefined];
  const branches = statuses.map((one) =>
    [...conditions, ...(one ? [`d.status = '${one}'`] : [])].join(' AND '),
  );
  const text = `
SELECT ${DELIVERY_COLUMNS}, ${LIVE} AS matches
  FROM (${branches.map((where) => `SELECT * FROM deliveries d WHERE ${where}`).join(' UNION ALL ')}) d
 WHERE ${LIVE} OR ${LATE}
 ORDER BY d.id DESC LIMIT $2`;
  return { statement: { text }, values };
}

export function deliveryById(projectId: string, id: string): Query {
  const text = `
SELECT ${DELIVERY_COLUMNS} FROM deliveries d
 WHERE d.project_id = $1 AND d.id = $2
   AND EXISTS (SELECT FROM events e WHERE e.bucket = d.bucket AND e.id = d.event_id AND e.expires_at > now())`;
  return { statement: { text }, values: [projectId, id] };
}
