import type { Destination } from '../destinations/destination.entity.js';
import type { RetryPolicy } from '../destinations/retry.js';
import type { DeliveryRef } from '../recording/firing.js';
import type { TemplatedEvent } from '../templates/template-input.js';

/** The columns of a destination that a try needs. */
type Target = Pick<
  Destination,
  | 'kind'
  | 'url'
  | 'method'
  | 'headers_sealed'
  | 'auth_sealed'
  | 'queue'
  | 'queue_prefix'
  | 'redis_url_sealed'
  | 'template'
  | 'secret_sealed'
  | 'previous_secret_sealed'
>;

/** What is sent, where to, and as which try: all that a sender needs. */
export interface Message extends Target, TemplatedEvent {
  event_id: string;
  message_id: string;
  attempt_count: number;
  timeoutMs: number;
}

/** A delivery that this process may send now, with all that a try needs. */
export interface OpenDelivery extends DeliveryRef, Message {
  event_id: string;
  destination_id: string;
  retry: RetryPolicy;
  max_in_flight: number;
  /** Whether the dispatcher sees to it that no more is under way than may be, so that this worker need not. */
  metered: boolean;
  /** Whether the destination has failed lately, so that a success is news. */
  unwell: boolean;
  /** Whether its circuit is half open: how this goes decides whether more may follow. */
  probe: boolean;
  /** After this instant of the local monotonic clock (performance.now()) the lease could end during the try. */
  startBefore: number;
}
