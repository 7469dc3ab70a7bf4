import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, it } from 'vitest';
import { expecting } from '../support/api-client.js';
import type { Destination, Json, Problem } from '../support/contract.js';
import { deliverTo } from '../support/deliver.js';
import { useReceiver, type Endpoint } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

const QUICK = { min_delay: '50ms', max_delay: '50ms', factor: 1, jitter: 0, max_attempts: 2 };
const SECRETS = { token: 'the-token-of-the-tests', password: 'open sesame' };

describe('A destination', () => {
  const stack = useStack();
  const receiver = useReceiver();

  const make = async (fields: Json) =>
    expecting(201, await stack.api.post<Destination>('/destinations', { retry: QUICK, ...fields }));
  const get = async (id: string) =>
    expecting(200, await stack.api.get<Destination & Json>(`/destinations/${id}`));
  const refusal = async (answer: Promise<{ status: number; body: Problem }>) => {
    const { status, body } = await answer;
    expect(status).toBe(422);
    return body.errors;
  };

  const deliver = (destination: string, payload?: Json) => deliverTo(stack.api, destination, payload);

  const last = ({ requests }: Endpoint) => requests.at(-1)!;
  const headersOf = (endpoint: Endpoint) => last(endpoint).headers as Record<string, string>;

  it('is found in the list by its name and by being in trouble; a filter that makes no sense is refused', async () => {
    const { url } = receiver.endpoint();
    const { id } = await make({ name: 'Needle & thread', url });
    await make({ name: 'Hay', url });
    const list = (query: string) => stack.api.get<{ data: Destination[] }>(`/destinations?${query}`);

    expect((await list('q=needle%20%26')).body.data).toMatchObject([{ id }]);
    expect((await list('q=needle&in_trouble=false')).body.data).toMatchObject([{ id }]);
    expect((await list('q=needle&in_trouble=true')).body.data).toEqual([]);
    expect(await refusal(stack.api.get('/destinations?in_trouble=1'))).toMatchObject([
      { pointer: '/in_trouble' },
    ]);
  });

  it('gets its credentials along with each request, and never tells them', async () => {
    const endpoint = receiver.endpoint();
    const auth = { type: 'bearer', token: SECRETS.token };
    const { id } = await make({ url: endpoint.url, method: 'PUT', headers: { 'x-key': 'k' }, auth });
    await deliver(id);
    expect(last(endpoint)).toMatchObject({
      method: 'PUT',
      headers: { authorization: `Bearer ${SECRETS.token}`, 'x-key': 'k' },
    });

    const basic = { type: 'basic', username: 'etp', password: SECRETS.password };
    const { body } = await stack.api.patch<Json>(`/destinations/${id}`, { auth: basic });
    expect(body).toMatchObject({ auth: { type: 'basic', username: 'etp' }, headers: { 'x-key': '***' } });
    await deliver(id);
    expect(headersOf(endpoint)['authorization']).toBe(`Basic ${btoa(`etp:${SECRETS.password}`)}`);

    await stack.api.patch(`/destinations/${id}`, { auth: null });
    await deliver(id);
    expect(headersOf(endpoint)).not.toHaveProperty('authorization');

    const told = [await get(id), (await stack.api.get('/audit')).body, stack.output()];
    const [row] = await stack.database.query('SELECT * FROM destinations WHERE id = $1', [id]);
    for (const secret of Object.values(SECRETS)) {
      expect(JSON.stringify(told)).not.toContain(secret);
      expect(JSON.stringify(row)).not.toContain(secret);
    }
  });

  it.each<[string, Json, string]>([
    ['a url, unless it is a queue', {}, '/url'],
    ['a queue, if it is one', { kind: 'bullmq', redis_url: 'redis://127.0.0.1' }, '/queue'],
    ['a Redis of its own', { kind: 'bullmq', queue: 'q' }, '/redis_url'],
    ['a Redis by its URL', { kind: 'bullmq', queue: 'q', redis_url: 'http://127.0.0.1' }, '/redis_url'],
    [
      'a Redis without options',
      { kind: 'bullmq', queue: 'q', redis_url: 'redis://127.0.0.1?path=/run/x' },
      '/redis_url',
    ],
    [
      'a Redis at an address that is allowed',
      { kind: 'bullmq', queue: 'q', redis_url: 'redis://10.0.0.1' },
      '/redis_url',
    ],
    ['a queue without a colon', { kind: 'bullmq', queue: 'a:b', redis_url: 'redis://127.0.0.1' }, '/queue'],
    ['a kind that there is', { kind: 'kafka', url: 'https://x.test' }, '/kind'],
    ['nothing of the other kind', { url: 'https://x.test', queue: 'q' }, '/queue'],
    [
      'no headers of a queue',
      { kind: 'bullmq', queue: 'q', redis_url: 'redis://127.0.0.1', headers: {} },
      '/headers',
    ],
    ['a token of bearer credentials', { url: 'https://x.test', auth: { type: 'bearer' } }, '/auth/token'],
    [
      'no token of basic ones',
      { url: 'https://x.test', auth: { type: 'basic', username: 'a', password: 'b', token: 'c' } },
      '/auth/token',
    ],
    ['credentials of a known type', { url: 'https://x.test', auth: { type: 'digest' } }, '/auth/type'],
    [
      'one authorization',
      {
        url: 'https://x.test',
        auth: { type: 'bearer', token: 'a' },
        headers: { Authorization: 'b' },
      },
      '/auth',
    ],
    ['a template that is JSONata', { url: 'https://x.test', template: '{"a": }' }, '/template'],
    [
      'a template of 4 KiB at most',
      { url: 'https://x.test', template: `"${'é'.repeat(2048)}"` },
      '/template',
    ],
  ])('needs %s', async (_, fields, pointer) => {
    expect(await refusal(stack.api.post('/destinations', fields))).toEqual([
      { pointer, detail: expect.any(String) as string },
    ]);
    const inline = { name: 'x', trigger_type: 'api', destinations: [fields] };
    expect(await refusal(stack.api.post('/triggers', inline))).toMatchObject([
      { pointer: `/destinations/0${pointer}` },
    ]);
  });

  it('may not write among the queues of the platform, and stays of its kind', async () => {
    const queue = { kind: 'bullmq', queue: 'deliveries', redis_url: 'redis://127.0.0.1' };
    const prefix = stack.settings['QUEUE_NAMESPACE'];
    expect(await refusal(stack.api.post('/destinations', { ...queue, prefix }))).toMatchObject([
      { pointer: '/prefix', detail: expect.stringContaining("platform's own") as string },
    ]);

    const { id } = await make({ url: receiver.endpoint().url });
    const patch = { kind: 'bullmq', queue: 'q', redis_url: 'redis://127.0.0.1', url: null };
    const fields = { method: null, headers: null };
    expect(await refusal(stack.api.patch(`/destinations/${id}`, { ...patch, ...fields }))).toEqual([
      { pointer: '/kind', detail: 'cannot be changed; make another destination' },
    ]);
  });

  describe('with a template', () => {
    const TEMPLATE = '{"order": payload.id, "from": event.source, "for": event.trigger_name}';

    it('gets what the template makes, and that is what is signed', async () => {
      const endpoint = receiver.endpoint();
      const { id, secret } = await make({ url: endpoint.url, template: TEMPLATE });
      const { delivery } = await deliver(id, { id: 42, more: true });

      expect(delivery.status).toBe('delivered');
      const verified = new StandardWebhook(secret!).verify(last(endpoint).body, headersOf(endpoint));
      expect(verified).toEqual({ order: 42, from: 'manual', for: null });
    });

    it.each([
      ['fails for this event', '$sum(payload.id)', 'must be an array of'],
      ['gives nothing', 'payload.nothing', 'gives nothing'],
      ['never ends', '($f := function($n) { $f($n + 1) }; $f(1))', 'longer than 1000 ms'],
      [
        'backtracks without end',
        '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", /^(a+)+$/)',
        'longer than 1000 ms',
      ],
      ['takes all memory', '$pad("a", 400000000) & $pad("b", 100000000)', 'it takes '],
      ['makes a huge list', '[1..10000000]', 'maximum sequence length'],
      ['makes too much', '$pad("a", 300000)', 'larger than 256 KiB'],
    ])('that %s is dead with the reason, and the others go on', async (_, template, reason) => {
      const endpoint = receiver.endpoint();
      const { id } = await make({ url: endpoint.url, template });
      const other = await make({ url: receiver.endpoint().url, template: TEMPLATE });
      const [bad, good] = await Promise.all([deliver(id, { id: 'x' }), deliver(other.id)]);

      expect([bad.delivery.status, good.delivery.status]).toEqual(['dead', 'delivered']);
      expect(bad.delivery.attempts).toHaveLength(1);
      expect(bad.delivery.attempts[0]!.error).toContain('the template failed: ');
      expect(bad.delivery.attempts[0]!.error).toContain(reason);
      expect(endpoint.requests).toEqual([]);
    });

    it('can be looked at before, with a payload or an event that there is', async () => {
      const preview = (fields: Json) =>
        stack.api.post<Problem & { body: unknown }>('/destinations/preview-template', fields);
      const { event } = await deliver((await make({ url: receiver.endpoint().url })).id, { id: 7 });

      const made = await preview({ template: TEMPLATE, payload: { id: 'A1' } });
      expect([made.status, made.body]).toEqual([200, { body: { order: 'A1', from: 'manual', for: null } }]);
      const logged = await preview({ template: 'payload.id & " " & event.id', event_id: event.id });
      expect(logged.body).toEqual({ body: `7 ${event.id}` });

      const wrong: [Json, string, string][] = [
        [{ template: '{"a": payload.', payload: {} }, '/template', 'at position 14'],
        [{ template: '$error("no")', payload: {} }, '/template', 'fails: '],
        [{ template: '$pad("a", 500000000)', payload: {} }, '/template', 'fails: it takes '],
        [{ template: 'payload' }, '', 'either a payload or an event_id'],
        [{ template: 'payload', event_id: event.deliveries[0]!.id }, '/event_id', 'no such event'],
      ];
      for (const [fields, pointer, detail] of wrong) {
        expect(await refusal(preview(fields))).toEqual([
          { pointer, detail: expect.stringContaining(detail) as string },
        ]);
      }
    });

    it('sees nothing of the process that evaluates it, nor of the one before', async () => {
      const template = (text: string) => ({ template: text, payload: {} });
      const preview = async (text: string) =>
        (await stack.api.post<{ body: unknown }>('/destinations/preview-template', template(text))).body;

      expect(await preview('($kept := "kept"; $keys($$))')).toEqual({ body: ['payload', 'event'] });
      expect(await preview('[$exists($kept), $exists($process), $exists($require)]')).toEqual({
        body: [false, false, false],
      });
    });
  });

  describe('whose secret is rotated', () => {
    /** Whether a receiver that holds the secret takes what came last, by both reference implementations. */
    const accepts = (secret: string, endpoint: Endpoint) =>
      [StandardWebhook, SvixWebhook].map((Webhook) => {
        try {
          new Webhook(secret).verify(last(endpoint).body, headersOf(endpoint));
          return true;
        } catch {
          return false;
        }
      });

    it('signs with both for a day, and then with the new one alone', async () => {
      const endpoint = receiver.endpoint();
      const { id, secret: first } = await make({ url: endpoint.url });
      await deliver(id);
      expect(accepts(first!, endpoint)).toEqual([true, true]);

      const rotate = () =>
        stack.api.postOnce<{ secret: string }>(`rotate-${id}`, `/destinations/${id}/rotate-secret`);
      const { secret: second } = expecting(200, await rotate());
      expect(second).toMatch(/^whsec_/);
      expect(second).not.toBe(first);
      expect(expecting(200, await rotate())).toEqual({ secret: second }); // the answer to a repeat
      const { previous_secret_until } = await get(id);
      const hours = (Date.parse(String(previous_secret_until)) - Date.now()) / 3_600_000;
      expect(hours).toBeGreaterThan(23.9);
      expect(hours).toBeLessThan(24.1);

      await deliver(id);
      expect(headersOf(endpoint)['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
      expect([accepts(first!, endpoint), accepts(second, endpoint)]).toEqual([
        [true, true],
        [true, true],
      ]);

      await stack.database.query(
        `UPDATE destinations SET previous_secret_until = now() - interval '1 second' WHERE id = $1`,
        [id],
      );
      await deliver(id);
      expect([accepts(first!, endpoint), accepts(second, endpoint)]).toEqual([
        [false, false],
        [true, true],
      ]);
      const { body } = await stack.api.get<{ data: Json[] }>('/audit');
      const entry = body.data.find(({ action }) => action === 'destination.secret_rotated');
      expect(entry).toMatchObject({ target_id: id });
      expect(JSON.stringify(entry)).not.toContain('whsec_');
    });

    it('has to be one that signs', async () => {
      const { id } = await make({ kind: 'bullmq', queue: 'q', redis_url: 'redis://127.0.0.1' });
      const { status, body } = await stack.api.post<Problem>(`/destinations/${id}/rotate-secret`);
      expect([status, body.code]).toEqual([409, 'destination.has_no_secret']);
    });
  });
});
