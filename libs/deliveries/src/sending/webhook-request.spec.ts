import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RETRY } from '../destinations/retry.js';
import type { OpenDelivery } from './open-delivery.js';
import { authHeader, webhookRequest } from './webhook-request.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const NOW = new Date('2026-03-01T10:00:00.999Z');
const EVENT = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';

const delivery: OpenDelivery = {
  bucket: 0,
  event_id: EVENT,
  id: '017f22e2-79b0-7cc3-98c4-000000000001',
  dispatch: 1,
  message_id: '017f22e2-79b0-7cc3-98c4-000000000002',
  attempt_count: 2,
  payload: { b: 1, a: { text: 'Grüße' } },
  source: 'hook',
  trigger_id: '017f22e2-79b0-7cc3-98c4-000000000003',
  trigger_name: 'Orders',
  scheduled_for: null,
  fired_at: NOW,
  labels: {},
  destination_id: '017f22e2-79b0-7cc3-98c4-000000000004',
  kind: 'http',
  queue: null,
  queue_prefix: null,
  redis_url_sealed: null,
  auth_sealed: null,
  template: null,
  url: 'https://example.com/in?x=1',
  method: 'PUT',
  headers_sealed: null,
  secret_sealed: '',
  previous_secret_sealed: null,
  retry: DEFAULT_RETRY,
  timeoutMs: 10_000,
  max_in_flight: 10,
  metered: false,
  unwell: false,
  probe: false,
  startBefore: 0,
};

describe('The signed request', () => {
  const request = webhookRequest(delivery, [SECRET], {}, NOW);

  it('goes where its destination says, in the payload’s own order of keys', () => {
    expect(request).toMatchObject({
      url: 'https://example.com/in?x=1',
      method: 'PUT',
      body: '{"b":1,"a":{"text":"Grüße"}}',
      timeoutMs: 10_000,
    });
  });

  it('tells what it is about', () => {
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^event-trigger-platform\//) as string,
      'webhook-id': delivery.message_id,
      'webhook-timestamp': '1772359200',
      'etp-event-id': EVENT,
      'etp-event-source': 'hook',
      'etp-trigger-id': delivery.trigger_id,
      'etp-attempt': '3',
    });
  });

  it('names no trigger when there is none', () => {
    const adHoc = webhookRequest({ ...delivery, trigger_id: null }, [SECRET], {}, NOW);

    expect(adHoc.headers).not.toHaveProperty('etp-trigger-id');
  });

  it('belongs to the trace of its event, with a span of its own', () => {
    const traceparent = (one = webhookRequest(delivery, [SECRET], {}, NOW)) => one.headers['traceparent'];

    expect(traceparent()).toMatch(/^00-017f22e279b07cc398c4dc0c0c07398f-[0-9a-f]{16}-01$/);
    expect(traceparent()).not.toBe(traceparent());
  });

  it('carries custom headers, and none of them replaces one of ours', () => {
    const { headers } = webhookRequest(delivery, [SECRET], { 'x-key': 'k', 'webhook-id': 'forged' }, NOW);

    expect(headers).toMatchObject({ 'x-key': 'k', 'webhook-id': delivery.message_id });
  });
});

describe('Credentials', () => {
  it.each([
    ['none', undefined, {}],
    ['a bearer token', { type: 'bearer', token: 'abc' } as const, { authorization: 'Bearer abc' }],
    [
      'a name and a password (the example of RFC 7617)',
      { type: 'basic', username: 'Aladdin', password: 'open sesame' } as const,
      { authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==' },
    ],
    [
      'what is not ASCII, as UTF-8 (RFC 7617, 2.1)',
      { type: 'basic', username: 'test', password: '123£' } as const,
      { authorization: 'Basic dGVzdDoxMjPCow==' },
    ],
  ])('are a header: %s', (_, auth, header) => {
    expect(authHeader(auth)).toEqual(header);
  });
});

describe('The signature', () => {
  it('is that of the Standard Webhooks test vector', () => {
    const vector: OpenDelivery = {
      ...delivery,
      message_id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    };
    const at = new Date(1614265330 * 1000);
    const { headers, body } = webhookRequest(vector, [SECRET], {}, at, '{"test": 2432232314}');

    expect(body).toBe('{"test": 2432232314}');
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it.each([SECRET, OTHER_SECRET])('fits for a receiver that has %s while both are valid', (secret) => {
    const now = new Date();
    const { headers, body } = webhookRequest(delivery, [SECRET, OTHER_SECRET], {}, now);

    expect(headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
    expect(new Webhook(secret).verify(body, headers)).toEqual(delivery.payload);
  });

  it('does not fit once a byte of the body is another, or for another secret', () => {
    const { headers, body } = webhookRequest(delivery, [SECRET], {}, new Date());

    expect(() => new Webhook(SECRET).verify(body.replace('1', '2'), headers)).toThrow();
    expect(() => new Webhook(OTHER_SECRET).verify(body, headers)).toThrow();
  });
});
