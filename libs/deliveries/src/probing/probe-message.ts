import { durationMs } from '@app/clock';
import type { Payload } from '@app/events';
import type { Destination } from '../destinations/destination.entity.js';
import type { Message } from '../sending/open-delivery.js';

/** A message that belongs to no event, as a try of one would have it; a try takes `longestMs` at most. */
export function probeMessage(
  destination: Destination,
  payload: Payload,
  id: string,
  now: Date,
  longestMs: number,
): Message {
  const { previous_secret_until: until, previous_secret_sealed } = destination;
  return {
    ...destination,
    previous_secret_sealed: until !== null && until > now ? previous_secret_sealed : null,
    event_id: id,
    message_id: id,
    attempt_count: 0,
    payload,
    source: 'test',
    trigger_id: null,
    trigger_name: null,
    scheduled_for: null,
    fired_at: now,
    labels: {},
    timeoutMs: Math.min(durationMs(destination.timeout), longestMs),
  };
}
