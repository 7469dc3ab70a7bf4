import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Webhook } from 'standardwebhooks';
import type { DestinationAuth } from '../destinations/destination-definition.js';
import type { Message } from './open-delivery.js';

/** Exactly what goes over the wire. */
export interface WebhookRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | Readable;
  timeoutMs: number;
  /** What goes over the wire is to be taken down; the values of the headers named here are not. */
  recorded?: { hidden: string[] };
}

/**
 * The signed request of one try (Standard Webhooks: id, timestamp and body are signed; while a secret is being rotated
 * both sign, separated by a space). What is signed is the body that is sent.
 */
export function webhookRequest(
  delivery: Message,
  secrets: string[],
  custom: Record<string, string>,
  now: Date,
  body = JSON.stringify(delivery.payload),
): WebhookRequest & { body: string } {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(delivery.message_id, now, body));
  return {
    url: delivery.url!,
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

/** The header field of a destination's credentials (RFC 6750, RFC 7617). */
export function authHeader(auth: DestinationAuth | undefined): Record<string, string> {
  if (auth === undefined) return {};
  if (auth.type === 'bearer') return { authorization: `Bearer ${auth.token}` };
  const pair = Buffer.from(`${auth.username}:${auth.password}`, 'utf8').toString('base64');
  return { authorization: `Basic ${pair}` };
}

/** W3C Trace Context: all tries of all deliveries of one event belong to one trace. */
export function traceparent(eventId: string): string {
  return `00-${eventId.replaceAll('-', '')}-${randomBytes(8).toString('hex')}-01`;
}
