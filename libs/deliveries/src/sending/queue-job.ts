import type { Message } from './open-delivery.js';
import { traceparent } from './webhook-request.js';

/** What a worker of the user's finds in a job's `data`. */
interface QueuedMessage {
  /** The message's id, as `webhook-id` is: the same on every try. It is the job's id too. */
  id: string;
  /** Seconds since 1970 at which this try was made. */
  timestamp: number;
  /** The event's payload, or what the destination's template makes of it. */
  payload: unknown;
  event: { id: string; source: string; trigger_id: string | null; trigger_name: string | null };
  /** 1 for the first try. */
  attempt: number;
  /** W3C Trace Context. */
  traceparent: string;
}

/** A job for a queue of the user's own. */
export interface QueueJob {
  redisUrl: string;
  /** Whether its address has to pass the guard: not if it is the operator's own. */
  guarded: boolean;
  prefix: string;
  queue: string;
  id: string;
  name: string;
  data: QueuedMessage;
  timeoutMs: number;
}

const JOB_NAME = 'event';

/** The job of one try: what a webhook says in its headers stands beside the payload. */
export function queueJob(
  message: Message,
  redis: { url: string; guarded: boolean },
  now: Date,
  body: string,
): QueueJob {
  const { message_id, event_id, source, trigger_id, trigger_name } = message;
  return {
    redisUrl: redis.url,
    guarded: redis.guarded,
    prefix: message.queue_prefix!,
    queue: message.queue!,
    id: message_id,
    name: JOB_NAME,
    data: {
      id: message_id,
      timestamp: Math.floor(now.getTime() / 1000),
      payload: JSON.parse(body) as unknown,
      event: { id: event_id, source, trigger_id, trigger_name },
      attempt: message.attempt_count + 1,
      traceparent: traceparent(event_id),
    },
    timeoutMs: message.timeoutMs,
  };
}
