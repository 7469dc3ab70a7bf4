import type { EventSource, Payload } from '@app/events';
import type { RetryPolicy } from '../destinations/retry.js';
import type { DeliveryRef } from '../recording/firing.js';

/** A delivery that this process may send now, with all that a try needs. */
export interface OpenDelivery extends DeliveryRef {
  message_id: string;
  attempt_count: number;
  payload: Payload;
  source: EventSource;
  trigger_id: string | null;
  destination_id: string;
  url: string;
  method: string;
  headers_sealed: string | null;
  secret_sealed: string;
  previous_secret_sealed: string | null;
  retry: RetryPolicy;
  timeoutMs: number;
  max_in_flight: number;
  /** Whether the dispatcher sees to it that no more is under way than may be, so that this worker need not. */
  metered: boolean;
  /** Whether the destination has failed lately, so that a success is news. */
  unwell: boolean;
  /** After this instant of the local monotonic clock (performance.now()) the lease could end during the try. */
  startBefore: number;
}
