import { randomUUID } from 'node:crypto';
import { request as rawRequest } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Answer, expecting } from '../support/api-client.js';
import type { Destination, Event, EventWithDeliveries, Page, Problem, Trigger } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { describeOnEachQueue } from '../support/queue-backends.js';
import { useReceiver, type Endpoint } from '../support/receiver.js';
import { useStack } from '../support/stack.js';
import { expectNothingLostNorDoubled } from '../support/truth.js';
import { fireVolley } from '../support/volley.js';

const REPEATS = 50;

describeOnEachQueue('An Idempotency-Key', (queue) => {
  const stack = useStack({ queue, env: { DELIVERY_LEASE: '3s' } });
  const receiver = useReceiver();
  let endpoint: Endpoint;
  let trigger: Trigger;
  let key: string;

  beforeEach(async () => {
    key = `"${randomUUID()}"`;
    endpoint = receiver.endpoint();
    trigger = endpoint.trust(
      await stack.api.createTrigger({
        name: 'Once',
        trigger_type: 'api',
        destinations: [{ url: endpoint.url }],
      }),
    );
  });

  const post = <T = Event>(path: string, json?: unknown, by = key) => stack.api.postOnce<T>(by, path, json);
  const fire = (payload: unknown = { n: 1 }) => post(`/triggers/${trigger.id}/fire`, { payload });
  const restartApi = async () => {
    await stack.apiProcess.stop();
    await stack.startApi();
  };
  const replayed = ({ headers }: Answer<unknown>) => headers.get('idempotent-replayed');
  const eventsOf = (id = trigger.id) =>
    stack.database.count('SELECT count(*) FROM events WHERE trigger_id = $1', [id]);
  const ended = (id: string) =>
    eventually(async () => expect(await stack.api.event(id)).toMatchObject({ status: 'delivered' }));
  const outcome = ({ status, body }: Answer<unknown>) => [status, (body as Problem).code];

  function expectSame(repeat: Answer<unknown>, first: Answer<unknown>) {
    expect(repeat.status).toBe(first.status);
    expect(JSON.stringify(repeat.body)).toBe(JSON.stringify(first.body));
    expect(repeat.headers.get('location')).toBe(first.headers.get('location'));
    expect([replayed(first), replayed(repeat)]).toEqual([null, 'true']);
  }

  describe('on a firing', () => {
    it(`makes one event of ${REPEATS} requests at once, and answers each of them with it`, async () => {
      const answers = await Promise.all(Array.from({ length: REPEATS }, () => fire()));

      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect(answers.filter((answer) => replayed(answer) === null)).toHaveLength(1);
      expect(answers.filter((answer) => replayed(answer) === 'true')).toHaveLength(REPEATS - 1);
      expect(await eventsOf()).toBe(1);
      await ended(answers[0]!.body.id);
      expect(endpoint.deliveries).toHaveLength(1);
    });

    it('is the same with quotes and without, under /v1, with a slash, however the body is written', async () => {
      const first = expecting(202, await fire({ z: 1, a: 2 }));
      const path = `/v1/triggers/${trigger.id}/fire/`;
      const raw = '{ "payload" : {"z":1.0,\n"a":2} }';
      const repeat = await stack.api.request<Event>('POST', path, {
        raw,
        headers: { 'idempotency-key': key.slice(1, -1) },
      });

      expect(JSON.stringify(repeat.body)).toBe(JSON.stringify(first));
      expect(replayed(repeat)).toBe('true');
    });

    it('is refused for another body, another trigger and another kind of request', async () => {
      expecting(202, await fire());
      const { id } = await stack.api.createTrigger({ name: 'Other', trigger_type: 'api' });

      for (const answer of [
        await fire({ n: 2 }),
        await post(`/triggers/${id}/fire`, { payload: { n: 1 } }),
        await post('/events', { payload: { n: 1 } }),
        await post('/triggers', { name: 'x', trigger_type: 'api' }),
      ])
        expect(outcome(answer)).toEqual([422, 'idempotency.key_reused']);
      expect([await eventsOf(), await eventsOf(id)]).toEqual([1, 0]);
    });

    it('answers the first event still when that one is deleted', async () => {
      const first = await fire();
      await ended(first.body.id);
      expect((await stack.api.delete(`/events/${first.body.id}`)).status).toBe(204);

      expectSame(await fire(), first);
      expect(await eventsOf()).toBe(0);
    });

    it('answers the first event still when the trigger is paused, archived or deleted', async () => {
      const first = await fire();
      const hook = await post(trigger.hook_url!, { n: 1 }, randomUUID());
      const hookKey = randomUUID();
      const hooked = await post(trigger.hook_url!, { n: 2 }, hookKey);
      expect([hook.status, hooked.status]).toEqual([202, 202]);

      for (const change of [
        () => stack.api.post(`/triggers/${trigger.id}/pause`),
        () => stack.api.post(`/triggers/${trigger.id}/archive`),
        () => stack.api.delete(`/triggers/${trigger.id}`),
      ]) {
        expect((await change()).status).toBeLessThan(300);
        await restartApi(); // one that keeps nothing of the trigger in memory
        expectSame(await fire(), first);
        expectSame(await post(trigger.hook_url!, { n: 2 }, hookKey), hooked);
      }
      expect(outcome(await post(trigger.hook_url!, { n: 3 }, randomUUID()))).toEqual([404, 'hook.not_found']);
      expect(await eventsOf()).toBe(3);
    });

    it('is not used up by a refusal', async () => {
      expecting(200, await stack.api.post(`/triggers/${trigger.id}/pause`));
      expect(outcome(await fire())).toEqual([409, 'trigger.paused']);
      expect(outcome(await post(`/triggers/${trigger.id}/fire`, { pay: 1 }))).toEqual([
        422,
        'request.invalid',
      ]);
      expecting(200, await stack.api.post(`/triggers/${trigger.id}/resume`));

      expect(replayed(await fire())).toBeNull();
      expect(await eventsOf()).toBe(1);
    });

    it('makes one event by hand, with where it is', async () => {
      const json = { payload: { z: 1, a: 2 }, destinations: [{ url: endpoint.url }], trigger_id: trigger.id };
      const first = await post<EventWithDeliveries>('/events', json);
      expect([first.status, first.headers.get('location')]).toEqual([201, `/events/${first.body.id}`]);
      await ended(first.body.id);
      expecting(204, await stack.api.delete(`/triggers/${trigger.id}`));

      expectSame(await post('/events', json), first);
      expect(await eventsOf()).toBe(1);
      expect(first.body.deliveries).toMatchObject([
        { event_id: first.body.id, status: 'pending', attempts: [] },
      ]);
    });

    it('makes one event of each number when the api is killed and everything is sent again', async () => {
      const total = 400;
      const volley = { total, clients: 20, key: (n: number) => `${trigger.id}-${n}` };
      let killed: Promise<void> | undefined;
      const accepted = await fireVolley(stack.api, trigger.id, {
        ...volley,
        onAccepted: (count) => {
          if (count === total / 4) killed = stack.apiProcess.kill();
        },
      });
      await killed;
      expect(accepted.length, 'it died in the middle').toBeLessThan(total);
      await stack.startApi();

      const again = await fireVolley(stack.api, trigger.id, volley);
      expect(new Set(again).size).toBe(total);
      expect(again).toEqual(expect.arrayContaining(accepted));
      const events = await expectNothingLostNorDoubled(stack.database, endpoint, trigger.id, again);
      expect(events).toHaveLength(total);
    });
  });

  describe('on a request that creates or starts something', () => {
    const triggers = (name: string) =>
      stack.database.count('SELECT count(*) FROM triggers WHERE name = $1', [name]);
    const keyRow = async () => {
      const [row] = await stack.database.query('SELECT * FROM idempotency_keys WHERE key = $1', [
        key.slice(1, -1),
      ]);
      return row;
    };

    it('makes one trigger, shows its secret again, and keeps the answer sealed', async () => {
      const json = { name: randomUUID(), trigger_type: 'api', destinations: [{ url: endpoint.url }] };
      const first = await post<Trigger>('/triggers', json);
      const { secret } = expecting(201, first).destinations[0]!;
      expect(secret).toMatch(/^whsec_/);

      const repeat = await post<Trigger>('/triggers', json);
      expectSame(repeat, first);
      expect(repeat.body.destinations[0]!.secret).toBe(secret);
      expect(await triggers(json.name)).toBe(1);
      const row = await keyRow();
      expect(row).toMatchObject({
        event: null,
        answer_sealed: expect.stringMatching(/^[0-9a-f]{8}\./) as string,
      });
      expect(JSON.stringify(row)).not.toContain(secret!.slice('whsec_'.length));
      expect(JSON.stringify(row)).not.toContain(json.name);
    });

    it('runs one of many at once; the others wait for it or are told to', async () => {
      const json = { name: randomUUID(), trigger_type: 'api' };
      const answers = await Promise.all(Array.from({ length: 20 }, () => post<Trigger>('/triggers', json)));

      for (const answer of answers.filter(({ status }) => status !== 201)) {
        expect(outcome(answer)).toEqual([409, 'idempotency.in_progress']);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect(answers.filter((answer) => answer.status === 201 && replayed(answer) === null)).toHaveLength(1);
      expect(await triggers(json.name)).toBe(1);
    });

    it('is not used up by a refusal, nor answers another request', async () => {
      expect(outcome(await post('/triggers', { name: 'x' }))).toEqual([422, 'request.invalid']);
      expect(await keyRow()).toBeUndefined();

      const json = { name: randomUUID(), trigger_type: 'api' };
      expecting(201, await post('/triggers', json));
      expect(outcome(await post('/triggers', { ...json, description: 'new' }))).toEqual([
        422,
        'idempotency.key_reused',
      ]);
    });

    it('is free again when the lease of a killed api ends', async () => {
      const json = { name: randomUUID(), trigger_type: 'api' };
      const unlock = await stack.database.lock('triggers');
      const lost = post('/triggers', json).catch(() => 'no answer');
      await eventually(async () => expect(await keyRow()).toMatchObject({ answer_sealed: null }));
      await stack.apiProcess.kill();
      await unlock();
      expect(await lost).toBe('no answer');
      await stack.startApi();

      const waiting = await post('/triggers', json);
      expect([...outcome(waiting), waiting.headers.get('retry-after')]).toEqual([
        409,
        'idempotency.in_progress',
        '1',
      ]);
      await stack.database.query('UPDATE idempotency_keys SET locked_until = now() WHERE key = $1', [
        key.slice(1, -1),
      ]);
      const first = await post('/triggers', json);
      expect(first.status).toBe(201);
      expectSame(await post('/triggers', json), first);
      expect(await triggers(json.name)).toBe(1);
    });

    it('makes one destination, one test and one replay', async () => {
      const destination = { url: endpoint.url, name: randomUUID() };
      const made = await post<Destination>('/destinations', destination);
      expectSame(await post('/destinations', destination), made);
      expect(made.body.secret).toMatch(/^whsec_/);
      const listed = expecting(200, await stack.api.get<Page<Destination>>('/destinations?limit=200'));
      expect(listed.data.filter(({ name }) => name === destination.name)).toHaveLength(1);

      const [testKey, draftKey, replayKey] = [randomUUID(), randomUUID(), randomUUID()];
      const test = () => post(`/triggers/${trigger.id}/test`, { payload: { n: 1 } }, testKey);
      const tested = await test();
      expect(tested.status).toBe(200);
      expectSame(await test(), tested);
      const draft = () => post('/triggers/test', { name: 'Draft', trigger_type: 'api' }, draftKey);
      const drafted = await draft();
      expect(drafted.status).toBe(200);
      expectSame(await draft(), drafted);
      const replay = () => post(`/events/${tested.body.id}/replay`, undefined, replayKey);
      const again = await replay();
      expect(again.status).toBe(202);
      expectSame(await replay(), again);
      await ended(tested.body.id);
      expect((await stack.api.event(tested.body.id)).deliveries).toHaveLength(2);
    });
  });

  it('that cannot be read is refused, and nothing is done', async () => {
    for (const bad of ['""', '"open', 'two words', 'k'.repeat(256), ''])
      for (const path of [`/triggers/${trigger.id}/fire`, trigger.hook_url!, '/triggers', '/events'])
        expect([bad, path, ...outcome(await post(path, { payload: {} }, bad))]).toEqual([
          bad,
          path,
          400,
          'idempotency.key_unreadable',
        ]);
    expect(await sentTwice(`${stack.api.origin}/triggers/${trigger.id}/fire`)).toBe(400);
    expect(await eventsOf()).toBe(0);
  });

  it('means nothing where nothing is created or fired', async () => {
    for (const path of ['pause', 'resume', 'pause'])
      expect(replayed(await post(`/triggers/${trigger.id}/${path}`))).toBeNull();
    expect(await stack.api.trigger(trigger.id)).toMatchObject({ enabled: false });
  });
});

/** The status of a POST with two `Idempotency-Key` fields, which `fetch` would join. */
function sentTwice(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'idempotency-key': ['same', 'same'] };
    rawRequest(url, { method: 'POST', headers }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
}
