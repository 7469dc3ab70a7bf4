import type { DeliveryChange, EventWithDeliveries } from '../../api/types';

/** The event with what the feed told of one of its deliveries, which may be a new one. */
export function withChange(event: EventWithDeliveries, change: DeliveryChange): EventWithDeliveries {
  const { event_status, ...delivery } = change;
  const known = event.deliveries.some(({ id }) => id === delivery.id);
  const deliveries = known
    ? event.deliveries.map((one) => (one.id === delivery.id ? delivery : one))
    : [...event.deliveries, delivery];
  return { ...event, status: event_status, deliveries };
}
