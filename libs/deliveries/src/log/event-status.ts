import type { EventStatus } from '@app/events';
import type { Delivery } from './delivery.js';

/** A status that an event has only if a delivery of it has, and that indexes over deliveries find. */
export type StatusOfDeliveries = Exclude<EventStatus, 'recorded' | 'delivered'>;

/** What such a delivery is. */
const DELIVERY_OF: Record<StatusOfDeliveries, string> = {
  pending: `IN ('waiting', 'queued')`,
  dead: `= 'dead'`,
  cancelled: `= 'cancelled'`,
};

export function isOfDeliveries(name: string): name is StatusOfDeliveries {
  return name in DELIVERY_OF;
}

/**
 * The status that its deliveries give an event `e`. The newest to each destination counts: an event that was dead and
 * then replayed to its end is delivered. A cancelled one counts only where there is no other, so that a replay that was
 * called off leaves the event as it was. `place` says where its deliveries `d` may lie. With `asked`, `chosen` is the one of
 * those that count which stands for the event where it is found by deliveries of that status, of which it may have many.
 */
export function statusOf(place: string, asked?: StatusOfDeliveries): string {
  const chosen = asked
    ? `, (array_agg(latest.id ORDER BY latest.id DESC) FILTER (WHERE latest.status ${DELIVERY_OF[asked]}))[1] AS chosen`
    : '';
  return `
  SELECT CASE WHEN count(*) = 0 THEN 'recorded'
              WHEN bool_or(latest.status = 'dead') THEN 'dead'
              WHEN bool_or(latest.status IN ('waiting', 'queued')) THEN 'pending'
              WHEN bool_and(latest.status = 'cancelled') THEN 'cancelled'
              ELSE 'delivered' END AS status${chosen}
    FROM (SELECT DISTINCT ON (d.destination_id) d.status, d.id FROM deliveries d
           WHERE d.bucket = e.bucket AND d.event_id = e.id AND ${place}
           ORDER BY d.destination_id, d.status = 'cancelled', d.id DESC) latest`;
}

/** The same of deliveries at hand, oldest first, for whoever has read them anyway. A test holds the two equal. */
export function eventStatus(deliveries: Pick<Delivery, 'destination_id' | 'status'>[]): EventStatus {
  const latest = new Map<string, Delivery['status']>();
  for (const { destination_id, status } of deliveries)
    if (status !== 'cancelled' || (latest.get(destination_id) ?? 'cancelled') === 'cancelled')
      latest.set(destination_id, status);
  const statuses = [...latest.values()];
  if (statuses.length === 0) return 'recorded';
  if (statuses.includes('dead')) return 'dead';
  if (statuses.includes('pending')) return 'pending';
  return statuses.every((status) => status === 'cancelled') ? 'cancelled' : 'delivered';
}
