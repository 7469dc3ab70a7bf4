import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import type {
  Delivery,
  Event,
  EventWithDeliveries,
  Json,
  Page,
  Problem,
  Trigger,
} from '../support/contract.js';
import { expecting } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { describeOnEachQueue } from '../support/queue-backends.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describeOnEachQueue('Firing a trigger', (queue) => {
  const stack = useStack({ queue });
  const receiver = useReceiver();

  /** An api trigger with one inline destination, whose deliveries can be verified. */
  async function triggerWithEndpoint(fields: Json = {}) {
    const endpoint = receiver.endpoint();
    const trigger = await stack.api.createTrigger({
      name: 'Order placed',
      trigger_type: 'api',
      destinations: [{ url: endpoint.url }],
      ...fields,
    });
    return { trigger: endpoint.trust(trigger), endpoint };
  }

  const ended = (id: string) =>
    eventually(async () => {
      const event = await stack.api.event(id);
      expect(event.status).not.toBe('pending');
      return event;
    });

  it('answers 202 and delivers the payload, signed with the secret that the 201 showed', async () => {
    const { trigger, endpoint } = await triggerWithEndpoint({ labels: { team: 'orders' } });
    expect(trigger.destinations[0]!.secret).toMatch(/^whsec_/);

    const fired = await stack.api.fire(trigger.id, { order: 7, note: 'größer' });

    expect(fired).toMatchObject({
      trigger_id: trigger.id,
      trigger_name: 'Order placed',
      trigger_type: 'api',
      source: 'api',
      status: 'pending',
      payload: { order: 7, note: 'größer' },
      labels: { team: 'orders' },
      scheduled_for: null,
      lag_ms: null,
    });
    expect(fired.fired_at).toMatch(ISO);
    const event = await ended(fired.id);
    expect(event.status).toBe('delivered');
    expect(event.deliveries).toHaveLength(1);
    const [delivery] = event.deliveries;
    expect(delivery).toMatchObject({ event_id: fired.id, status: 'delivered', next_attempt_at: null });
    expect(delivery!.destination_id).toBe(trigger.destinations[0]!.id);
    expect(delivery!.attempts).toMatchObject([{ number: 1, status_code: 204, error: null }]);
    expect(endpoint.deliveries.map(({ payload }) => payload)).toEqual([{ order: 7, note: 'größer' }]);
  });

  it('sends the headers that a receiver may rely on', async () => {
    const { trigger, endpoint } = await triggerWithEndpoint();
    const { id } = await stack.api.fire(trigger.id);
    await ended(id);

    expect(endpoint.requests).toHaveLength(1);
    const [{ method, headers }] = endpoint.requests as [(typeof endpoint.requests)[0]];
    expect(method).toBe('POST');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringContaining('event-trigger-platform'),
      'webhook-id': id,
      'webhook-signature': expect.stringMatching(/^v1,/),
      'etp-event-id': id,
      'etp-event-source': 'api',
      'etp-trigger-id': trigger.id,
      'etp-attempt': '1',
      traceparent: expect.stringMatching(/^00-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/),
    });
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('leaves the ETag of the trigger, which a change moves on, so that of two editors one wins', async () => {
    const { trigger } = await triggerWithEndpoint();
    const path = `/triggers/${trigger.id}`;
    const tag = (await stack.api.get(path)).headers.get('etag')!;
    const patch = (name: string) =>
      stack.api.request<Problem>('PATCH', path, { json: { name }, headers: { 'if-match': tag } });
    await ended((await stack.api.fire(trigger.id)).id);
    expect((await stack.api.get(path)).headers.get('etag')).toBe(tag);

    const [first, second] = [await patch('First'), await patch('Second')];
    expect(first).toMatchObject({ status: 200, body: { name: 'First' } });
    expect(first.headers.get('etag')).not.toBe(tag);
    expect(second).toMatchObject({ status: 412, body: { code: 'precondition.failed' } });
    const gone = await stack.api.request<Problem>('DELETE', path, { headers: { 'if-match': tag } });
    expect(gone).toMatchObject({ status: 412, body: { code: 'precondition.failed' } });
  });

  it('never shows the secret again', async () => {
    const { trigger } = await triggerWithEndpoint();
    const [destination] = trigger.destinations;
    const answers = await Promise.all(
      [`/triggers/${trigger.id}`, '/triggers', `/destinations/${destination!.id}`, '/destinations'].map(
        async (path) => JSON.stringify((await stack.api.get(path)).body),
      ),
    );
    for (const answer of answers) expect(answer).not.toContain('whsec_');
    const stored = await stack.database.query(`SELECT secret_sealed FROM destinations`);
    expect(JSON.stringify(stored)).not.toContain(destination!.secret!.slice('whsec_'.length));
  });

  it('uses the payload of the trigger when the firing brings none', async () => {
    const { trigger, endpoint } = await triggerWithEndpoint({ api_payload: { from: 'the trigger' } });
    await ended((await stack.api.fire(trigger.id)).id);
    expect(endpoint.deliveries.map(({ payload }) => payload)).toEqual([{ from: 'the trigger' }]);
  });

  it('delivers to each of several destinations', async () => {
    const [one, two] = [receiver.endpoint(), receiver.endpoint()];
    const trigger = await stack.api.createTrigger({
      name: 'Two ways',
      trigger_type: 'api',
      destinations: [{ url: one.url }, { url: two.url }],
    });
    const { id } = await stack.api.fire(trigger.id);

    const { status, deliveries } = await ended(id);

    expect(status).toBe('delivered');
    expect(deliveries.map(({ destination_id }) => destination_id).sort()).toEqual(
      trigger.destinations.map((destination) => destination.id).sort(),
    );
    for (const endpoint of [one, two])
      expect(endpoint.trust(trigger) && endpoint.deliveries.map(({ id }) => id)).toEqual([id]);
  });

  it('is recorded, and no more, when the trigger has no destination', async () => {
    const { id } = await stack.api.createTrigger({ name: 'Nowhere', trigger_type: 'api' });
    expect(await stack.api.fire(id)).toMatchObject({ status: 'recorded' });
  });

  it('works by the hook URL, whose body is the payload', async () => {
    const { trigger, endpoint } = await triggerWithEndpoint();
    expect(trigger.hook_url).toMatch(new RegExp(`^${stack.api.origin}/hooks/[\\w-]{40,}$`));

    const { status, body } = await stack.api.post<{ event_id: string }>(trigger.hook_url!, { by: 'hook' });

    expect(status).toBe(202);
    expect(await ended(body.event_id)).toMatchObject({ source: 'hook', status: 'delivered' });
    expect(endpoint.deliveries.map(({ payload }) => payload)).toEqual([{ by: 'hook' }]);
    const unknown = await stack.api.post<Problem>(`/hooks/${'x'.repeat(43)}`, {});
    expect([unknown.status, unknown.body.code]).toEqual([404, 'hook.not_found']);
  });

  describe('with a payload_schema', () => {
    const schema = { type: 'object', properties: { order: { type: 'integer' } }, required: ['order'] };

    it('is refused when the payload does not fit, and makes no event', async () => {
      const { trigger } = await triggerWithEndpoint({ payload_schema: schema });
      for (const payload of [{}, { order: 'seven' }]) {
        const byCall = await stack.api.post<Problem>(`/triggers/${trigger.id}/fire`, { payload });
        const byHook = await stack.api.post<Problem>(trigger.hook_url!, payload);
        for (const { status, body } of [byCall, byHook]) {
          expect(status).toBe(422);
          expect(body.errors![0]!.pointer).toMatch(/^\/payload/);
        }
      }
      expect(await stack.api.events(`trigger_id=${trigger.id}&archived=all`)).toEqual([]);
    });

    it('is accepted when the payload fits', async () => {
      const { trigger } = await triggerWithEndpoint({ payload_schema: schema });
      expect((await ended((await stack.api.fire(trigger.id, { order: 7 })).id)).status).toBe('delivered');
    });

    it('follows a change of the schema at once', async () => {
      const { trigger } = await triggerWithEndpoint({ payload_schema: schema });
      await stack.api.fire(trigger.id, { order: 7 }); // it is now in the memory of the api
      await stack.api.patch(`/triggers/${trigger.id}`, { payload_schema: { required: ['other'] } });
      expect((await stack.api.post(`/triggers/${trigger.id}/fire`, { payload: { order: 7 } })).status).toBe(
        422,
      );
    });
  });

  it.each(['pause', 'archive'])('answers 409 after %s, and 202 when that is undone', async (action) => {
    const undo = { pause: 'resume', archive: 'unarchive' }[action]!;
    const code = { pause: 'trigger.paused', archive: 'trigger.archived' }[action]!;
    const { trigger } = await triggerWithEndpoint();
    await stack.api.fire(trigger.id); // it is now in the memory of the api

    expecting(200, await stack.api.post<Trigger>(`/triggers/${trigger.id}/${action}`));
    for (const path of [`/triggers/${trigger.id}/fire`, trigger.hook_url!]) {
      const refused = await stack.api.post<Problem>(path, {});
      expect([refused.status, refused.body.code]).toEqual([409, code]);
    }
    expect(await stack.api.events(`trigger_id=${trigger.id}`)).toHaveLength(1);

    expecting(200, await stack.api.post<Trigger>(`/triggers/${trigger.id}/${undo}`));
    await stack.api.fire(trigger.id);
  });

  it('leaves archived triggers out of lists', async () => {
    const { id } = await stack.api.createTrigger({ name: 'Put away', trigger_type: 'api' });
    await stack.api.post(`/triggers/${id}/archive`);
    const ids = async (archived: string) =>
      (await stack.api.get<Page<Trigger>>(`/triggers?q=Put%20away&archived=${archived}`)).body.data.map(
        (trigger) => trigger.id,
      );
    expect([await ids('false'), await ids('true'), await ids('all')]).toEqual([[], [id], [id]]);
  });

  describe('as a test', () => {
    it.each([true, false])(
      'works on a saved trigger (enabled: %s) and waits for the outcome',
      async (enabled) => {
        const { trigger, endpoint } = await triggerWithEndpoint({ enabled });
        const answer = await stack.api.post<EventWithDeliveries>(`/triggers/${trigger.id}/test`, {
          payload: { trial: 1 },
        });
        expect(answer.status).toBe(200);
        expect(answer.body).toMatchObject({ source: 'test', trigger_id: trigger.id, status: 'delivered' });
        expect(answer.body.deliveries).toMatchObject([{ attempts: [{ status_code: 204 }] }]);
        expect(endpoint.deliveries.map(({ payload }) => payload)).toEqual([{ trial: 1 }]);
      },
    );

    it('keeps what was on the wire, whose signature fits, but for what is secret of it', async () => {
      const answered = { status: 200, headers: { 'x-answer': 'yes' }, body: 'thanks' };
      const endpoint = receiver.endpoint(answered);
      const trigger = endpoint.trust(
        await stack.api.createTrigger({
          name: 'Watched',
          trigger_type: 'api',
          destinations: [
            {
              url: endpoint.url,
              headers: { 'X-Key': 'k3y' },
              auth: { type: 'bearer', token: 't0ken-of-the-receiver' },
            },
          ],
        }),
      );
      const { body } = await stack.api.post<EventWithDeliveries>(`/triggers/${trigger.id}/test`, {
        payload: { text: 'Grüße \\ "😀"' },
      });
      const [{ id, attempts }] = body.deliveries as [Delivery];
      const { request, response_headers } = attempts[0]!;
      const sent = Object.fromEntries(request!.headers);
      const received = endpoint.requests[0]!;

      expect(received.headers).toMatchObject({
        'x-key': 'k3y',
        authorization: 'Bearer t0ken-of-the-receiver',
      });
      expect({ ...received.headers, 'X-Key': '••••', authorization: '••••' }).toMatchObject(sent);
      expect(Object.keys(sent)).toHaveLength(Object.keys(received.headers).length);
      expect(request).toMatchObject({ method: 'POST', url: endpoint.url, body: received.body });
      const secret = trigger.destinations[0]!.secret!;
      expect(new Webhook(secret).verify(request!.body, sent)).toEqual({ text: 'Grüße \\ "😀"' });
      expect(response_headers).toContainEqual(['x-answer', 'yes']);

      // lists would be too large with it, and of other events nothing but the answer is kept
      const [listed] = (await stack.api.get<Page<Delivery>>(`/deliveries?event_id=${body.id}`)).body.data;
      expect(listed!.attempts).toMatchObject([
        { status_code: 200, response_head: 'thanks', request: null, response_headers: null },
      ]);
      expect((await stack.api.get<Delivery>(`/deliveries/${id}`)).body.attempts).toEqual(attempts);
      const fired = await ended((await stack.api.fire(trigger.id)).id);
      expect(fired.deliveries[0]!.attempts).toMatchObject([{ request: null, response_headers: null }]);
    });

    it('works on a draft, of which nothing is saved', async () => {
      const endpoint = receiver.endpoint(200);
      const draft = { name: 'Only a draft', trigger_type: 'api', destinations: [{ url: endpoint.url }] };
      const before = await stack.database.count('SELECT count(*) FROM triggers');

      const answer = await stack.api.post<EventWithDeliveries>('/triggers/test', {
        ...draft,
        payload: { a: 1 },
      });

      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ source: 'test', trigger_id: null, status: 'delivered' });
      expect(answer.body.trigger_name).toBe('Only a draft');
      expect(endpoint.requests.map(({ body }) => body)).toEqual(['{"a":1}']);
      expect(endpoint.requests[0]!.headers).not.toHaveProperty('etp-trigger-id');
      expect(await stack.database.count('SELECT count(*) FROM triggers')).toBe(before);
      const listed = (await stack.api.get<Page<{ url: string }>>('/destinations?limit=200')).body.data;
      expect(listed.map(({ url }) => url)).not.toContain(endpoint.url);
    });
  });

  it('leaves its events behind when the trigger is deleted', async () => {
    const { trigger } = await triggerWithEndpoint();
    const { id } = await stack.api.fire(trigger.id, { kept: true });
    const before = await ended(id);

    expect((await stack.api.delete(`/triggers/${trigger.id}`)).status).toBe(204);

    for (const answer of [
      await stack.api.get<Problem>(`/triggers/${trigger.id}`),
      await stack.api.post<Problem>(`/triggers/${trigger.id}/fire`),
      await stack.api.delete<Problem>(`/triggers/${trigger.id}`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'trigger.not_found']);
    expect((await stack.api.post<Problem>(trigger.hook_url!, {})).status).toBe(404);
    expect(await stack.api.event(id)).toEqual(before);
    expect((await stack.api.events(`trigger_id=${trigger.id}`)).map((event: Event) => event.id)).toEqual([
      id,
    ]);
  });
});
