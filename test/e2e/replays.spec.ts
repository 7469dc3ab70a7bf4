import { describe, expect, it } from 'vitest';
import { expecting } from '../support/api-client.js';
import type { Json, Page, Problem, Trigger } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useReceiver, type Endpoint } from '../support/receiver.js';
import { useStack } from '../support/stack.js';
import { fireVolley } from '../support/volley.js';

interface Replay {
  id: string;
  state: 'running' | 'paused' | 'cancelled' | 'done';
  matched: number;
  at_least: boolean;
  replayed: number;
  skipped: number;
  delivered: number;
  dead: number;
  cancelled: number;
  pending: number;
  finished_at: string | null;
}
interface Started {
  replay_id: string;
  matched: number;
  at_least: boolean;
}

const NOBODY = '01980000-0000-7000-8000-000000000000';

describe('Replays', () => {
  const stack = useStack({ env: { DELIVERY_LEASE: '3s' } });
  const receiver = useReceiver();

  /** An endpoint that refused these events, and works again. */
  async function deadLetters(
    count: number,
  ): Promise<{ endpoint: Endpoint; trigger: Trigger; ids: string[] }> {
    const endpoint = receiver.endpoint(500);
    const trigger = endpoint.trust(
      await stack.api.createTrigger({
        name: 'Unheard',
        trigger_type: 'api',
        destinations: [{ url: endpoint.url, timeout: '1s', retry: { max_attempts: 1 } }],
      }),
    );
    const ids = await fireVolley(stack.api, trigger.id, { total: count, clients: 4 });
    // Its circuit opens, as it should; whoever mends an endpoint closes it.
    const enable = async () =>
      expecting(200, await stack.api.post(`/destinations/${trigger.destinations[0]!.id}/enable`));
    await eventually(async () => {
      await enable();
      expect(await deadOf(trigger)).toHaveLength(count);
    });
    endpoint.answer(204);
    endpoint.requests.length = 0;
    await enable();
    return { endpoint, trigger, ids };
  }

  const deadOf = (trigger: Trigger) =>
    stack.api.events(`trigger_id=${trigger.id}&status=dead&archived=all&limit=200`);
  const start = async (trigger: Trigger, rest: Json = {}) =>
    expecting(
      202,
      await stack.api.post<Started>('/events/replay', { filter: { trigger_id: trigger.id }, ...rest }),
    );
  const get = async (id: string) => expecting(200, await stack.api.get<Replay>(`/replays/${id}`));
  const order = async (id: string, what: string) =>
    expecting(200, await stack.api.post<Replay>(`/replays/${id}/${what}`));
  const done = (id: string) =>
    eventually(async () => {
      const replay = await get(id);
      expect(replay.state).toBe('done');
      return replay;
    });

  it('deliver what was dead once each, as new messages, though their worker is killed in the middle', async () => {
    const { endpoint, trigger, ids } = await deadLetters(40);
    const archived = ids[0]!;
    expecting(200, await stack.api.patch(`/events/${archived}`, { archived: true }));
    const filter = { trigger_id: trigger.id };

    const counted = await stack.api.post<Started>('/events/replay', { filter, dry_run: true });
    expect([counted.status, counted.body]).toEqual([200, { matched: 40, at_least: false }]);
    expect(await stack.database.count('SELECT count(*) FROM replays')).toBe(0);

    const body = { filter, rate: { max: 100, per: '1s' } };
    const first = await stack.api.postOnce<Started>('once', '/events/replay', body);
    const again = await stack.api.postOnce<Started>('once', '/events/replay', body);
    const { replay_id } = expecting(202, first);
    expect(again.body).toEqual({ replay_id, matched: 40, at_least: false });
    expect(first.headers.get('location')).toBe(`/replays/${replay_id}`);

    await eventually(() => expect(endpoint.requests.length).toBeGreaterThanOrEqual(5));
    await stack.killWorkers();
    expect((await get(replay_id)).state).toBe('running');
    await stack.startWorker();

    expect(await done(replay_id)).toMatchObject({
      matched: 40,
      replayed: 40,
      skipped: 0,
      delivered: 40,
      dead: 0,
      pending: 0,
    });
    const messages = new Map(
      endpoint.deliveries.map(({ id, headers }) => [id, String(headers['etp-event-id'])]),
    );
    expect([...messages.values()].toSorted()).toEqual(ids.toSorted());
    for (const id of ids) expect(messages.has(id)).toBe(false);
    expect(await deadOf(trigger)).toEqual([]);
    expect(await stack.api.event(archived)).toMatchObject({ archived: true, status: 'delivered' });
  });

  it('keep to their rate, and pause and go on', async () => {
    const { trigger } = await deadLetters(8);
    const other = await deadLetters(2);
    const { replay_id } = await start(trigger, { rate: { max: 4, per: '1s' } });
    await eventually(async () => expect((await get(replay_id)).replayed).toBeGreaterThan(0));

    const { replayed } = await order(replay_id, 'pause');
    expect(replayed).toBeLessThan(8);
    await done((await start(other.trigger)).replay_id); // the worker has been busy meanwhile
    expect(await get(replay_id)).toMatchObject({ state: 'paused', replayed, finished_at: null });

    expect(await order(replay_id, 'resume')).toMatchObject({ state: 'running' });
    expect(await done(replay_id)).toMatchObject({ replayed: 8, delivered: 8 });
    const made = await stack.database.query<{ at: number }>(
      `SELECT extract(epoch FROM created_at)::float8 AS at FROM deliveries WHERE replay_id = $1 ORDER BY 1`,
      [replay_id],
    );
    for (const { at } of made)
      expect(made.filter((one) => one.at >= at && one.at < at + 1).length).toBeLessThanOrEqual(4 + 2);
  });

  it('keep to the limit of their destination, however fast they are told to go', async () => {
    const { endpoint, trigger } = await deadLetters(8);
    const rate_limit = { max: 3, per: '1h' };
    const path = `/destinations/${trigger.destinations[0]!.id}`;
    expecting(200, await stack.api.patch(path, { rate_limit }));
    const other = await deadLetters(1);
    const { replay_id } = await start(trigger, { rate: { max: 1000, per: '1s' } });
    await eventually(async () => expect(await get(replay_id)).toMatchObject({ replayed: 8, delivered: 3 }));
    await done((await start(other.trigger)).replay_id); // the worker has been busy meanwhile
    expect(endpoint.requests).toHaveLength(3);

    expecting(200, await stack.api.patch(path, { rate_limit: null }));
    expect(await done(replay_id)).toMatchObject({ replayed: 8, delivered: 8 });
    expect(new Set(endpoint.deliveries.map(({ id }) => id)).size).toBe(8);
  });

  it('can be cancelled, and leave dead what they have not come to', async () => {
    const { endpoint, trigger } = await deadLetters(4);
    const { replay_id } = await start(trigger, { rate: { max: 1, per: '1h' } });
    await eventually(async () => expect((await get(replay_id)).delivered).toBe(1));

    await order(replay_id, 'cancel');
    const replay = await eventually(async () => {
      const now = await get(replay_id);
      expect(now.finished_at).not.toBeNull();
      return now;
    });
    expect(replay).toMatchObject({ state: 'cancelled', matched: 4, replayed: 1, delivered: 1, pending: 0 });
    expect(await deadOf(trigger)).toHaveLength(3);
    expect(endpoint.requests).toHaveLength(1);
    for (const what of ['pause', 'resume']) {
      const { status, body } = await stack.api.post<Problem>(`/replays/${replay_id}/${what}`);
      expect([status, body.code]).toEqual([409, 'replay.ended']);
    }
    expect(await order(replay_id, 'cancel')).toEqual(replay);
  });

  it('go where they are told to, past a destination that is gone', async () => {
    const { trigger } = await deadLetters(2);
    const working = receiver.endpoint();
    const { body } = await stack.api.post<{ id: string }>('/destinations', { url: working.url });
    await stack.api.delete(`/destinations/${trigger.destinations[0]!.id}`);

    const nowhere = await done((await start(trigger)).replay_id);
    expect(nowhere).toMatchObject({ matched: 2, replayed: 0, skipped: 2 });
    const there = await done((await start(trigger, { destinations: [body.id] })).replay_id);
    expect(there).toMatchObject({ matched: 2, replayed: 2, delivered: 2 });
    expect(working.requests).toHaveLength(2);
  });

  it('are listed newest first, by state, page by page', async () => {
    const { trigger } = await deadLetters(1);
    const { replay_id } = await start(trigger);
    await done(replay_id);
    const page = async (query: string) =>
      expecting(200, await stack.api.get<Page<Replay>>(`/replays?${query}`));

    const { data, next_cursor } = await page('limit=1');
    expect(data).toEqual([await get(replay_id)]);
    const { data: next } = await page(`limit=1&cursor=${next_cursor}`);
    expect(next[0]!.id < replay_id).toBe(true);
    for (const { state } of (await page('state=cancelled')).data) expect(state).toBe('cancelled');
    expect((await page('state=running')).data).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['without a filter', {}, '/filter'],
    ['with a field that there is not', { filter: { colour: 'red' } }, '/filter/colour'],
    ['from the future', { filter: { since: '2999-01-01T00:00:00Z' } }, '/filter/since'],
    ['at an absurd rate', { filter: {}, rate: { max: 100_000, per: '1s' } }, '/rate/max'],
    ['to a destination that there is not', { filter: {}, destinations: [NOBODY] }, '/destinations/0'],
  ])('are refused %s', async (_, body, pointer) => {
    const answer = await stack.api.post<Problem>('/events/replay', body);
    expect([answer.status, answer.body.errors?.map((fault) => fault.pointer)]).toEqual([422, [pointer]]);
  });

  it('that there are not are not found', async () => {
    for (const id of [NOBODY, 'nobody']) {
      const answers = [await stack.api.get<Problem>(`/replays/${id}`)];
      for (const what of ['pause', 'resume', 'cancel'])
        answers.push(await stack.api.post<Problem>(`/replays/${id}/${what}`));
      for (const { status, body } of answers) expect([status, body.code]).toEqual([404, 'replay.not_found']);
    }
  });
});
