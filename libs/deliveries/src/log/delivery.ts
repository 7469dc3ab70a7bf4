import type { Attempt } from '../sending/attempt.js';

/** `pending` is what the API says of a delivery that waits or is on its way. */
export type DeliveryStatus = 'pending' | 'delivered' | 'dead' | 'cancelled';

/** A delivery as it is shown: one event on its way to one destination. */
export interface Delivery {
  id: string;
  event_id: string;
  destination_id: string;
  status: DeliveryStatus;
  attempts: Attempt[];
  next_attempt_at: Date | null;
  created_at: Date;
  finished_at: Date | null;
}
