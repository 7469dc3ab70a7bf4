import type { Attempt } from '../sending/attempt.js';

/** `pending` is what the API says of a delivery that waits or is on its way. */
export type DeliveryStatus = 'pending' | 'delivered' | 'dead' | 'cancelled';

export const DELIVERY_STATUSES: DeliveryStatus[] = ['pending', 'delivered', 'dead', 'cancelled'];

/** A delivery as it is shown: one event on its way to one destination. */
export interface Delivery {
  id: string;
  event_id: string;
  destination_id: string;
  /** The event's id, or of a delivery that came of a replay one of its own. */
  webhook_id: string;
  status: DeliveryStatus;
  attempts: Attempt[];
  next_attempt_at: Date | null;
  created_at: Date;
  finished_at: Date | null;
}

/** What cancelling a delivery sets, wherever it was. */
export const CANCELLED = `status = 'cancelled', in_lane = false, queued_until = NULL, next_attempt_at = NULL,
       finished_at = now()`;

/**
 * Attempts without what was on the wire, of which many deliveries together could be hundreds of megabytes. Only those of
 * tests are taken apart.
 */
export const LEAN_ATTEMPTS = `CASE WHEN attempts @? '$[*].request' THEN (
         SELECT jsonb_agg(attempt - '{request,response_headers}'::text[] ORDER BY number)
           FROM jsonb_array_elements(attempts) WITH ORDINALITY AS a (attempt, number)) ELSE attempts END`;

/** Of a row of `deliveries`, as it is shown. */
export const DELIVERY_COLUMNS = columnsWith('attempts');

/** The same as one of many. */
export const LISTED_DELIVERY_COLUMNS = columnsWith(`${LEAN_ATTEMPTS} AS attempts`);

function columnsWith(attempts: string): string {
  return `id, event_id, destination_id, message_id AS webhook_id, ${attempts}, created_at, finished_at,
       CASE WHEN status IN ('waiting', 'queued') THEN 'pending' ELSE status END AS status,
       CASE WHEN status IN ('waiting', 'queued') THEN next_attempt_at END AS next_attempt_at`;
}
