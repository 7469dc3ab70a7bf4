import { expect, it } from 'vitest';
import type { DeliveryChange, EventWithDeliveries } from '../../api/types';
import { withChange } from './event-change';

const delivery = { id: 'a', event_id: 'e', status: 'pending', attempts: [] };
const event = { id: 'e', status: 'pending', deliveries: [delivery] } as unknown as EventWithDeliveries;
const change = (fields: object) =>
  ({ ...delivery, event_status: 'delivered', ...fields }) as unknown as DeliveryChange;

it('puts a delivery that has changed in its place, and the status of its event', () => {
  const after = withChange(event, change({ status: 'delivered' }));
  expect(after).toMatchObject({ status: 'delivered', deliveries: [{ id: 'a', status: 'delivered' }] });
  expect(after.deliveries[0]).not.toHaveProperty('event_status');
});

it('adds the delivery of a replay at the end', () => {
  expect(withChange(event, change({ id: 'b' })).deliveries.map(({ id }) => id)).toEqual(['a', 'b']);
});
