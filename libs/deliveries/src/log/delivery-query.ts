import type { Statement } from '@app/database';
import { EVERYWHERE } from '@app/events';
import { DELIVERY_COLUMNS, LISTED_DELIVERY_COLUMNS, type DeliveryStatus } from './delivery.js';

/** What a list of deliveries may be narrowed by; absent means any. */
export interface DeliveryFilter {
  id?: string;
  status?: DeliveryStatus;
  destination_id?: string;
  event_id?: string;
}

/** Each of these has an index of its own that is in the order of the list, or holds nothing but what is under way. */
const BRANCHES: Record<DeliveryStatus, string[]> = {
  pending: [`d.status IN ('waiting', 'queued') AND NOT d.in_lane`, 'd.in_lane'],
  delivered: [`d.status = 'delivered'`],
  dead: [`d.status = 'dead'`],
  cancelled: [`d.status = 'cancelled'`],
};

/** One keyset query, newest first. Deliveries leave every answer together with their event. */
export function deliveryQuery(
  projectId: string,
  { id, status, destination_id, event_id }: DeliveryFilter,
  limit: number,
  after?: string,
): { statement: Statement; values: unknown[] } {
  const values: unknown[] = [projectId, limit];
  const conditions = ['d.project_id = $1'];
  const add = (condition: string, value: string | undefined): void => {
    if (value !== undefined) conditions.push(`${condition} $${values.push(value)}`);
  };
  add('d.id =', id);
  add('d.id <', after);
  add('d.destination_id =', destination_id);
  add(`d.bucket = ANY (${EVERYWHERE}) AND d.event_id =`, event_id);
  const branch = (which: string) => `(
  SELECT d.* FROM deliveries d
   WHERE ${[...conditions, which].join(' AND ')}
     AND EXISTS (SELECT FROM events e WHERE e.bucket = d.bucket AND e.id = d.event_id AND e.expires_at > now())
   ORDER BY d.id DESC LIMIT $2)`;
  const split = status ? BRANCHES[status] : destination_id ? Object.values(BRANCHES).flat() : ['true'];
  const columns = id === undefined ? LISTED_DELIVERY_COLUMNS : DELIVERY_COLUMNS;
  const text = `SELECT ${columns} FROM (${split.map(branch).join(' UNION ALL ')}) d ORDER BY id DESC LIMIT $2`;
  return { statement: { text }, values };
}
