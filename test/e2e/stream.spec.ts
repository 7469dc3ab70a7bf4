import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, loginAsAdmin } from '../support/admin.js';
import type { ApiClient } from '../support/api-client.js';
import type { Problem, Trigger } from '../support/contract.js';
import { EventStream } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

describe('The live feed', () => {
  const stack = useStack({ workers: 1 });
  const receiver = useReceiver();
  let other: ApiClient;
  let trigger: Trigger;
  const open: EventStream[] = [];

  beforeAll(async () => {
    other = await stack.startAnotherApi();
    trigger = await stack.api.createTrigger({
      name: 'Followed',
      trigger_type: 'api',
      labels: { team: 'a' },
      destinations: [{ url: receiver.endpoint().url }],
    });
  });
  afterEach(() => {
    for (const stream of open.splice(0)) stream.close();
  });

  async function follow(api: ApiClient, query = '', lastEventId?: string): Promise<EventStream> {
    const stream = await EventStream.open(api.origin, query, {
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    });
    open.push(stream);
    return stream;
  }

  it('tells at every api what is fired at another, and what becomes of it', async () => {
    const [here, there] = [await follow(stack.api), await follow(other)];
    const { id } = await stack.api.fire(trigger.id, { n: 1 });

    for (const stream of [here, there]) {
      await stream.has(id);
      await eventually(() => expect(stream.deliveriesOf(id)).toHaveLength(1));
      const { deliveries, ...event } = await stack.api.event(id);
      expect(stream.messages[0]).toMatchObject({
        type: 'event',
        data: { ...event, status: expect.any(String) },
      });
      expect(stream.deliveriesOf(id)).toEqual([{ ...deliveries[0], event_status: 'delivered' }]);
    }
    expect(here.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
    });
    expect(here.text).toMatch(/^retry: [1-5]\d{3}\nid: \S+\n\n/);
  });

  it('tells of what a filter means alone', async () => {
    const streams = await Promise.all(
      ['label=team:a', 'label=team:b', 'source=manual', `trigger_id=${trigger.id}`, 'status=dead'].map(
        (query) => follow(other, query),
      ),
    );
    const { id: fired } = await stack.api.fire(trigger.id);
    const { id: made } = (await stack.api.post<{ id: string }>('/events', { payload: {} })).body;
    const all = await follow(other, '', streams[0]!.lastEventId);
    await all.has(fired, made);
    await eventually(() => expect(streams[0]!.deliveriesOf(fired)).toHaveLength(1));

    expect(streams.map(({ events }) => events)).toEqual([[fired], [], [made], [fired], []]);
    expect(streams[1]!.messages).toEqual([]);
    const { id: bad } = await stack.api.createTrigger({
      name: 'Refused',
      trigger_type: 'api',
      destinations: [{ url: receiver.endpoint(500).url, retry: { max_attempts: 1 } }],
    });
    const { id: dead } = await other.fire(bad);
    await eventually(() =>
      expect(streams[4]!.deliveriesOf(dead)).toMatchObject([{ status: 'dead', event_status: 'dead' }]),
    );
  });

  it('goes on where it was lost, at another api, after the first was killed', async () => {
    const first = await follow(stack.api);
    const { id: before } = await other.fire(trigger.id);
    await first.has(before);
    await stack.apiProcess.kill();
    await eventually(() => expect(first.closed).toBe(true));
    const missed = [(await other.fire(trigger.id)).id, (await other.fire(trigger.id)).id];

    const second = await follow(other, '', first.lastEventId);
    await second.has(...missed);
    const { id: next } = await other.fire(trigger.id);
    await second.has(next);
    await eventually(() => {
      for (const id of [...missed, next]) expect(second.deliveriesOf(id).at(-1)?.status).toBe('delivered');
    });
    expect(second.messages.map(({ type }) => type)).not.toContain('reset');
    await stack.startApi();
  });

  it('says so when it cannot tell all that was missed', async () => {
    const old = `${(Date.now() - 11 * 60_000).toString(36)}-700:700:`;
    for (const id of ['not-ours', old]) {
      const stream = await follow(other, '', id);
      await eventually(() => expect(stream.messages).toHaveLength(1));
      expect(stream.messages[0]).toMatchObject({
        type: 'reset',
        data: { reason: expect.stringContaining('Load the list again') },
      });
      const { id: next } = await other.fire(trigger.id);
      await stream.has(next);
      expect(stream.lastEventId).not.toBe(id);
    }
  });

  it('refuses filters that there are not', async () => {
    const { status, body } = await other.get<Problem>('/events/stream?status=lost&since=x');
    expect([status, body.errors?.map(({ pointer }) => pointer).toSorted()]).toEqual([
      422,
      ['/since', '/status'],
    ]);
    expect((await other.request('HEAD', '/events/stream')).status).toBe(200);
  });

  it('drops a reader that is too slow, and nobody else', async () => {
    const [slow, quick] = [await follow(other), await follow(other)];
    slow.pause();
    const payload = { text: 'x'.repeat(200_000) };
    for (let n = 0; n < 200 && !/too slow/.test(stack.output()); n += 10)
      await Promise.all(Array.from({ length: 10 }, () => other.post('/events', { payload })));
    await eventually(() => expect(stack.output()).toMatch(/reader of the stream was too slow/));
    const { id } = await other.fire(trigger.id);
    await quick.has(id);
    expect(quick.closed).toBe(false);
  });

  it('tells a thousand readers, in bounded memory', async () => {
    const api = stack.api;
    const resident = () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${stack.apiProcess.pid}/status`, 'utf8'))?.[1] ?? 0) /
      1024;
    const before = resident();
    const streams: EventStream[] = [];
    for (let n = 0; n < 1000; n += 50)
      streams.push(...(await Promise.all(Array.from({ length: 50 }, () => follow(api)))));
    const events = await Promise.all(
      Array.from({ length: 10 }, () => other.fire(trigger.id, { text: 'x'.repeat(10_000) })),
    );
    await eventually(() => {
      for (const { id } of events)
        expect(streams.filter((stream) => stream.events.includes(id))).toHaveLength(1000);
    });
    expect(resident() - before).toBeLessThan(250);
  });

  it('ends readers quickly when the api stops', async () => {
    const streams = [await follow(stack.api), await follow(stack.api)];
    const began = performance.now();
    expect(await stack.apiProcess.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(5000);
    await eventually(() => expect(streams.map(({ closed }) => closed)).toEqual([true, true]));
  });
});

describe('The live feed with AUTH=on', () => {
  const stack = useStack({ workers: 0, env: { AUTH: 'on', ADMIN_PASSWORD, STREAM_READERS: '2' } });

  it('tells of the project of its key alone, and has a limit', async () => {
    const admin = await loginAsAdmin(stack.api);
    await admin.newProject('elsewhere');
    const ours = await admin.newKey(['read', 'fire']);
    const theirs = await admin.newKey(['read', 'fire'], { project: 'elsewhere' });
    const follow = (key: string) =>
      EventStream.open(stack.api.origin, '', { authorization: `Bearer ${key}` });
    const [here, there] = [await follow(ours), await follow(theirs)];

    const full = await stack.api.as(ours).get<Problem>('/events/stream');
    expect([full.status, full.body.code, full.headers.get('retry-after')]).toEqual([503, 'stream.full', '1']);
    const make = async (key: string) =>
      (await stack.api.as(key).post<{ id: string }>('/events', { payload: {} })).body.id;
    const [a, b] = [await make(ours), await make(theirs)];
    await here.has(a);
    await there.has(b);
    expect([here.events, there.events]).toEqual([[a], [b]]);

    here.close();
    const again = await eventually(() => follow(ours));
    again.close();
    there.close();
  });
});
