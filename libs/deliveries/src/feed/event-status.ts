import type { EventStatus } from '@app/events';
import type { Delivery } from '../log/delivery.js';

/**
 * What deliveries, oldest first, make of their event, as lists say it (ADR 8): the newest to each destination counts,
 * a cancelled one only where there is no other.
 */
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
