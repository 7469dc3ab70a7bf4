import { describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/ports.mjs';
import { expecting } from '../support/api-client.js';
import type { Destination, Event, EventWithDeliveries, Json, Problem } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useReceiver, type Behaviour } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

const NOT_ALLOWED = 'destination address is not allowed';
const QUICK = { min_delay: '50ms', max_delay: '400ms', factor: 2, jitter: 0, max_attempts: 3 };

describe('Deliveries', () => {
  const stack = useStack();
  const receiver = useReceiver();

  async function triggerTo(url: string, destination: Json = {}) {
    return stack.api.createTrigger({
      name: 'Persistent',
      trigger_type: 'api',
      destinations: [{ url, retry: QUICK, ...destination }],
    });
  }

  async function endpointThatAnswers(answers: Behaviour[], destination: Json = {}) {
    const endpoint = receiver.endpoint(...answers);
    const trigger = endpoint.trust(await triggerTo(endpoint.url, destination));
    return { endpoint, trigger, destinationId: trigger.destinations[0]!.id };
  }

  /** Fires and waits until the one delivery has ended. */
  async function fireToTheEnd(triggerId: string) {
    return ended((await stack.api.fire(triggerId)).id);
  }

  const ended = (id: string) =>
    eventually(async () => {
      const event = await stack.api.event(id);
      expect(event.status).not.toBe('pending');
      const delivery = event.deliveries[0]!;
      return { event, delivery, codes: delivery.attempts.map(({ status_code }) => status_code) };
    });

  const destination = async (id: string) =>
    expecting(200, await stack.api.get<Destination>(`/destinations/${id}`));

  it('are tried again after a 500, with a growing delay, the same webhook-id and every attempt recorded', async () => {
    const { endpoint, trigger } = await endpointThatAnswers([{ status: 500, body: 'not now' }, 500, 200]);

    const { event, delivery, codes } = await fireToTheEnd(trigger.id);

    expect([event.status, delivery.status, codes]).toEqual(['delivered', 'delivered', [500, 500, 200]]);
    expect(delivery.attempts.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(delivery.attempts[0]).toMatchObject({ error: null, response_head: 'not now' });
    const received = endpoint.deliveries;
    expect(received.map(({ id }) => id)).toEqual([event.id, event.id, event.id]);
    expect(received.map(({ headers }) => headers['etp-attempt'])).toEqual(['1', '2', '3']);
    const [first, second, third] = received.map(({ at }) => at) as [number, number, number];
    expect(second - first).toBeGreaterThanOrEqual(49);
    expect(third - second).toBeGreaterThanOrEqual(99);
  });

  it('are dead when their attempts are used up, and wait for a replay', async () => {
    const { endpoint, trigger } = await endpointThatAnswers([500, 500, 404, 200]);

    const { event, delivery, codes } = await fireToTheEnd(trigger.id);

    expect([event.status, delivery.status, codes]).toEqual(['dead', 'dead', [500, 500, 404]]);
    expect(delivery.next_attempt_at).toBeNull();
    expecting(202, await stack.api.post(`/events/${event.id}/replay`));
    await eventually(async () => expect((await stack.api.event(event.id)).status).toBe('delivered'));
    expect(endpoint.deliveries.map(({ id }) => id === event.id)).toEqual([true, true, true, false]);
  });

  it('that meet a 410 turn their destination off; turned on again, what waited and what comes flows', async () => {
    const { endpoint, trigger, destinationId } = await endpointThatAnswers([410, 200]);

    const { delivery, codes } = await fireToTheEnd(trigger.id);
    expect([delivery.status, codes]).toEqual(['dead', [410]]);
    expect(await destination(destinationId)).toMatchObject({
      enabled: false,
      disabled_reason: expect.stringContaining('410'),
    });

    const waiting = await stack.api.fire(trigger.id);
    await eventually(async () => {
      const [parked] = (await stack.api.event(waiting.id)).deliveries;
      expect(parked).toMatchObject({ status: 'pending', attempts: [], next_attempt_at: null });
    });
    expect(endpoint.requests).toHaveLength(1);

    const enabled = await stack.api.post<Destination>(`/destinations/${destinationId}/enable`);
    expect(enabled.body).toMatchObject({ enabled: true, disabled_reason: null });
    expect((await ended(waiting.id)).delivery.status).toBe('delivered');
    expect((await fireToTheEnd(trigger.id)).delivery.status).toBe('delivered');
  });

  it('do not follow a redirect, which is final', async () => {
    const target = receiver.endpoint();
    const { trigger } = await endpointThatAnswers([{ status: 302, headers: { location: target.url } }]);
    const { delivery, codes } = await fireToTheEnd(trigger.id);
    expect([delivery.status, codes]).toEqual(['dead', [302]]);
    expect(target.requests).toEqual([]);
  });

  it.each([429, 503])('honour the Retry-After of a %i', async (status) => {
    const { endpoint, trigger } = await endpointThatAnswers([
      { status, headers: { 'retry-after': '1' } },
      200,
    ]);
    const { codes } = await fireToTheEnd(trigger.id);
    expect(codes).toEqual([status, 200]);
    const [first, second] = endpoint.requests.map(({ at }) => at) as [number, number];
    expect(second - first).toBeGreaterThanOrEqual(990);
  });

  it('to a receiver that hangs time out, say so, and are tried again', async () => {
    const { trigger } = await endpointThatAnswers(['hang', 200], { timeout: '300ms' });
    const { delivery } = await fireToTheEnd(trigger.id);
    expect(delivery.attempts).toMatchObject([
      { status_code: null, error: expect.stringContaining('no answer within'), response_head: null },
      { status_code: 200, error: null },
    ]);
    expect(delivery.attempts[0]!.duration_ms).toBeGreaterThanOrEqual(290);
    expect(delivery.attempts[0]!.duration_ms).toBeLessThan(3000);
  });

  it('to a receiver that hangs hold up nobody else', async () => {
    const hanging = await endpointThatAnswers(['hang'], { timeout: '30s' });
    const healthy = await endpointThatAnswers([200]);
    const stuck = await stack.api.fire(hanging.trigger.id);
    await eventually(() => expect(hanging.endpoint.requests).toHaveLength(1));
    expect((await fireToTheEnd(healthy.trigger.id)).delivery.status).toBe('delivered');
    expect((await stack.api.event(stuck.id)).status).toBe('pending');
  });

  it('keep no more than the first 4 KiB of an answer', async () => {
    const { trigger } = await endpointThatAnswers([{ status: 200, body: 'x'.repeat(1_000_000) }]);
    const { delivery } = await fireToTheEnd(trigger.id);
    expect([delivery.status, delivery.attempts[0]!.response_head]).toEqual(['delivered', 'x'.repeat(4096)]);
  });

  it('to a port where nobody listens fail in words', async () => {
    const trigger = await triggerTo(`http://127.0.0.1:${await freePort()}/`);
    const { delivery } = await fireToTheEnd(trigger.id);
    expect(delivery.status).toBe('dead');
    expect(delivery.attempts.map(({ error }) => error)).toEqual(Array(3).fill('connection refused'));
  });

  describe('to a private address', () => {
    it.each([
      '10.0.0.1',
      '169.254.169.254',
      '[::1]',
      '0x0a000001',
      '10.1.',
      '10.0.0.1:22',
      '[::1]:65535',
      '[::ffff:192.168.0.1]',
      '[64:ff9b::10.0.0.1]',
    ])('are refused when the destination is made with the literal %s', async (host) => {
      const url = `http://${host}/`;
      const alone = await stack.api.post<Problem>('/destinations', { url });
      expect(alone.status).toBe(422);
      expect(alone.body.errors).toEqual([{ pointer: '/url', detail: NOT_ALLOWED }]);

      const inline = { name: 'Spy', trigger_type: 'api', destinations: [{ url }] };
      for (const path of ['/triggers', '/triggers/test']) {
        const { status, body } = await stack.api.post<Problem>(path, inline);
        expect(status).toBe(422);
        expect(body.errors).toEqual([{ pointer: '/destinations/0/url', detail: NOT_ALLOWED }]);
      }
      const event = await stack.api.post<Problem>('/events', { payload: {}, destinations: [{ url }] });
      expect(event.body.errors).toEqual([{ pointer: '/destinations/0/url', detail: NOT_ALLOWED }]);
    });
  });

  it.each([
    ['a refused address', 'http://10.0.0.1/', NOT_ALLOWED],
    [
      'credentials in it',
      'https://user:password@example.com/',
      expect.stringContaining('without credentials'),
    ],
    ['both', 'https://user@10.0.0.1/', expect.stringContaining('without credentials')],
  ])('cannot be turned to a URL with %s', async (_, url, detail) => {
    const made = expecting(
      201,
      await stack.api.post<Destination>('/destinations', { url: 'http://example.com:1/' }),
    );
    const { status, body } = await stack.api.patch<Problem>(`/destinations/${made.id}`, { url });

    expect([status, body.errors]).toEqual([422, [{ pointer: '/url', detail }]]);
    expect((await destination(made.id)).url).toBe('http://example.com:1/');
  });

  it('of a destination that was deleted are cancelled', async () => {
    const { trigger, destinationId } = await endpointThatAnswers([500], {
      retry: { ...QUICK, min_delay: '1s', max_delay: '1s' },
    });
    const event: Event = await stack.api.fire(trigger.id);
    await eventually(async () =>
      expect((await stack.api.event(event.id)).deliveries[0]!.attempts).toHaveLength(1),
    );
    expecting(204, await stack.api.delete(`/destinations/${destinationId}`));
    const { event: after }: { event: EventWithDeliveries } = await ended(event.id);
    expect(after.status).toBe('cancelled');
    expect((await stack.api.trigger(trigger.id)).destinations).toEqual([]);
  });
});

describe('Where nothing is allowed', () => {
  const stack = useStack({ env: { DELIVERY_ALLOW: '' } });
  const receiver = useReceiver();

  it('a name that resolves to the loopback is dead at the first try', async () => {
    const endpoint = receiver.endpoint();
    const { id } = await stack.api.createTrigger({
      name: 'By name',
      trigger_type: 'api',
      destinations: [{ url: endpoint.url.replace('127.0.0.1', 'localhost') }],
    });
    const { body } = await stack.api.post<EventWithDeliveries>(`/triggers/${id}/test`);
    expect(body.deliveries).toMatchObject([
      { status: 'dead', attempts: [{ status_code: null, error: NOT_ALLOWED }] },
    ]);
    expect(endpoint.requests).toEqual([]);
  });
});
