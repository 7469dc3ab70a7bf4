import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { OpenDelivery } from './open-delivery.js';

/** Exactly what goes over the wire. */
export interface WebhookRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}

/**
 * The signed request of one try (Standard Webhooks: id, timestamp and body are signed; while a secret is being rotated
 * both sign, separated by a space).
 */
export function webhookRequest(
  delivery: OpenDelivery,
  secrets: string[],
  custom: Record<string, string>,
  now: Date,
): WebhookRequest {
  const body = JSON.stringify(delivery.payload);
  const signatures = secrets.map((secret) => new Webhook(secret).sign(delivery.message_id, now, body));
  return {
    url: delivery.url,
    method: delivery.method,
    body,
    timeoutMs: delivery.timeoutMs,
    headers: {
      ...custom,
      'content-type': 'application/json',
      'user-agent': 'event-trigger-platform/1',
      'webhook-id': delivery.message_id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signatures.join(' '),
      'etp-event-id': delivery.event_id,
      'etp-event-source': delivery.source,
      ...(delivery.trigger_id && { 'etp-trigger-id': delivery.trigger_id }),
      'etp-attempt': String(delivery.attempt_count + 1),
      traceparent: traceparent(delivery.event_id),
    },
  };
}

/** W3C Trace Context: all tries of all deliveries of one event belong to one trace. */
function traceparent(eventId: string): string {
  return `00-${eventId.replaceAll('-', '')}-${randomBytes(8).toString('hex')}-01`;
}
