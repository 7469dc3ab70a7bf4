import { describe, expect, it } from 'vitest';
import { expecting } from '../support/api-client.js';
import type { Event, EventWithDeliveries, Json, Page, Problem } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

describe('Events', () => {
  const stack = useStack();
  const receiver = useReceiver();

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

  async function firedAndDelivered(triggerId: string, payload: Json = {}): Promise<EventWithDeliveries> {
    const { id } = await stack.api.fire(triggerId, payload);
    return delivered(id);
  }

  const delivered = (id: string) =>
    eventually(async () => {
      const event = await stack.api.event(id);
      expect(event.status).toBe('delivered');
      return event;
    });

  const ids = (events: Event[]) => events.map(({ id }) => id);

  describe('in lists', () => {
    it('come newest first, page by page, each once, while new ones arrive', async () => {
      const { id } = await stack.api.createTrigger({ name: 'Paged', trigger_type: 'api' });
      const fired: string[] = [];
      for (let n = 0; n < 7; n++) fired.unshift((await stack.api.fire(id, { n })).id);

      const seen: string[] = [];
      let cursor: string | null = '';
      for (let page = 0; cursor !== null; page++) {
        const path: string = `/triggers/${id}/events?limit=3${cursor && `&cursor=${cursor}`}`;
        const { data, next_cursor }: Page<Event> = expecting(200, await stack.api.get<Page<Event>>(path));
        expect(data).toHaveLength(page < 2 ? 3 : 1);
        seen.push(...ids(data));
        cursor = next_cursor;
        await stack.api.fire(id); // newer than the first page: no page may shift
      }

      expect(seen).toEqual(fired);
    });

    it('can be narrowed by trigger, source, status, label and time', async () => {
      const labels = { team: 'narrow', tier: 'gold' };
      const { trigger } = await triggerWithEndpoint({ labels });
      const other = await stack.api.createTrigger({
        name: 'Other',
        trigger_type: 'api',
        labels: { team: 'narrow' },
      });
      const event = await firedAndDelivered(trigger.id);
      const test = expecting(200, await stack.api.post<Event>(`/triggers/${trigger.id}/test`));
      const recorded = await stack.api.fire(other.id);

      const of = async (query: string) => ids(await stack.api.events(query));
      expect(await of(`trigger_id=${trigger.id}`)).toEqual([test.id, event.id]);
      expect(await of(`trigger_id=${trigger.id}&source=test`)).toEqual([test.id]);
      expect(await of('label=team:narrow&status=recorded')).toEqual([recorded.id]);
      expect(await of('label=team:narrow&label=tier:gold')).toEqual([test.id, event.id]);
      expect(await of(`label=team:narrow&since=${test.fired_at}`)).toEqual([recorded.id, test.id]);
      expect(await of(`label=team:narrow&until=${test.fired_at}`)).toEqual([event.id]);
      expect(await of('label=team:nobody')).toEqual([]);
    });
  });

  it('are found by a part of their payload and by values in it', async () => {
    const { id } = await stack.api.createTrigger({ name: 'Searched', trigger_type: 'api' });
    const one = await stack.api.fire(id, { order: { id: 42, note: 'Leave it at the door' } });
    await stack.api.fire(id, { order: { id: 43, note: 'Ring twice' } });
    const found = async (query: string) => {
      const answer = await stack.api.get<Page<Event>>(`/events?trigger_id=${id}&${query}`);
      const { data, next_cursor } = expecting(200, answer);
      expect(next_cursor).toBeNull();
      return ids(data);
    };

    expect(await found('q=AT%20THE%20door')).toEqual([one.id]);
    expect(await found('payload.order.id=42')).toEqual([one.id]);
    expect(await found('payload.order.id=42&payload.order.note=Ring%20twice')).toEqual([]);
    expect(await found('payload.order.id=42&payload.order.id=43')).toEqual([]);
    const bad = `/events?payload.order.=42&q=${'x'.repeat(201)}&limit=0`;
    const problem = expecting(422, await stack.api.get<Problem>(bad));
    expect(problem.errors?.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/limit',
      '/payload.order.',
      '/q',
    ]);
  });

  it('can be archived and brought back, with their deliveries', async () => {
    const { trigger } = await triggerWithEndpoint();
    const event = await firedAndDelivered(trigger.id, { n: 1 });
    const archived = async (flag: string) =>
      ids(await stack.api.events(`trigger_id=${trigger.id}&archived=${flag}`));

    const away = await stack.api.patch(`/events/${event.id}`, { archived: true });
    expect(away.body).toEqual({ ...event, archived: true });
    expect(await archived('false')).toEqual([]);
    expect(await archived('true')).toEqual([event.id]);
    expect(await archived('all')).toEqual([event.id]);

    const back = await stack.api.patch(`/events/${event.id}`, { archived: false });
    expect(back.body).toEqual(event);
    expect(await archived('false')).toEqual([event.id]);
  });

  it('can be held, whatever their policy says, and released', async () => {
    const { trigger } = await triggerWithEndpoint();
    const event = await firedAndDelivered(trigger.id);
    const never = { archive_at: null, expires_at: null };

    const held = await stack.api.patch(`/events/${event.id}`, { hold: true });
    expect(held.body).toEqual({ ...event, ...never, hold: true });
    const onHold = (query = '') => stack.api.get<Page<Event>>(`/events?hold=true${query}`);
    expect((await onHold()).body.data.map(({ id }) => id)).toContain(event.id);
    expect((await onHold('&archived=true')).body.data).toEqual([]);
    const away = await stack.api.patch(`/events/${event.id}`, { archived: true, hold: true });
    expect(away.body).toEqual({ ...event, ...never, hold: true, archived: true });

    const released = await stack.api.patch(`/events/${event.id}`, { hold: false });
    expect(released.body).toEqual({ ...event, archived: true });
    const { body } = await stack.api.get<Page<{ target_id: string; after: Json }>>('/audit');
    const audited = body.data.filter(({ target_id }) => target_id === event.id);
    expect(audited.map(({ after }) => after['hold'])).toEqual([false, undefined, true]);
  });

  it('are not held by halves', async () => {
    const { id } = await stack.api.createTrigger({ name: 'Held', trigger_type: 'api' });
    const event = await stack.api.fire(id);
    const answer = await stack.api.patch<Problem>(`/events/${event.id}`, { hold: 'yes' });
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      [{ pointer: '/hold', detail: expect.stringContaining('boolean') as string }],
    ]);
    expect((await stack.api.event(event.id)).hold).toBe(false);
  });

  it('are not archived while a delivery is under way', async () => {
    const endpoint = receiver.endpoint('hang');
    const { trigger } = await triggerWithEndpoint({ destinations: [{ url: endpoint.url, timeout: '60s' }] });
    const { id } = await stack.api.fire(trigger.id);
    const answer = await stack.api.patch<Problem>(`/events/${id}`, { archived: true });
    expect([answer.status, answer.body.code]).toEqual([409, 'event.deliveries_pending']);
    expect((await stack.api.event(id)).archived).toBe(false);
  });

  it('can be given labels and lose them', async () => {
    const { id } = await stack.api.createTrigger({
      name: 'Labelled',
      trigger_type: 'api',
      labels: { a: '1', b: '2' },
    });
    const event = await stack.api.fire(id);
    const { body } = await stack.api.patch<Event>(`/events/${event.id}`, { labels: { b: null, c: '3' } });
    expect(body.labels).toEqual({ a: '1', c: '3' });
    expect(ids(await stack.api.events(`trigger_id=${id}&label=c:3`))).toEqual([event.id]);
  });

  it('are gone after they were deleted', async () => {
    const { trigger } = await triggerWithEndpoint();
    const { id } = await firedAndDelivered(trigger.id);
    expect((await stack.api.delete(`/events/${id}`)).status).toBe(204);
    for (const answer of [
      await stack.api.get<Problem>(`/events/${id}`),
      await stack.api.delete<Problem>(`/events/${id}`),
      await stack.api.post<Problem>(`/events/${id}/replay`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'event.not_found']);
    expect(await stack.database.count('SELECT count(*) FROM deliveries WHERE event_id = $1', [id])).toBe(0);
  });

  describe('replayed', () => {
    it('as they were are new messages of the same event', async () => {
      const { trigger, endpoint } = await triggerWithEndpoint();
      const { id } = await firedAndDelivered(trigger.id, { n: 1 });

      const answer = await stack.api.post<EventWithDeliveries>(`/events/${id}/replay`);

      expect([answer.status, answer.body.id]).toEqual([202, id]);
      await eventually(() => expect(endpoint.requests).toHaveLength(2));
      const [first, second] = endpoint.deliveries;
      expect(first!.id).toBe(id);
      expect(second!.id).not.toBe(id);
      expect(second!.headers['etp-event-id']).toBe(id);
      expect(second!.payload).toEqual({ n: 1 });
      expect((await delivered(id)).deliveries).toHaveLength(2);
      expect(await stack.api.events(`trigger_id=${trigger.id}`)).toHaveLength(1);
    });

    it('with a payload are new events that point back', async () => {
      const { trigger, endpoint } = await triggerWithEndpoint();
      const { id } = await firedAndDelivered(trigger.id, { n: 1 });

      const answer = await stack.api.post<Event>(`/events/${id}/replay`, { payload: { n: 2 } });

      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({ source: 'replay', replay_of: id, trigger_id: trigger.id });
      await delivered(answer.body.id);
      expect(endpoint.deliveries.map(({ payload }) => payload)).toEqual([{ n: 1 }, { n: 2 }]);
      expect(endpoint.deliveries[1]!.headers).toMatchObject({
        'etp-event-id': answer.body.id,
        'etp-event-source': 'replay',
      });
      expect((await stack.api.event(id)).payload).toEqual({ n: 1 });
    });

    it('go where they went even when their trigger is gone', async () => {
      const { trigger, endpoint } = await triggerWithEndpoint();
      const { id } = await firedAndDelivered(trigger.id);
      await stack.api.delete(`/triggers/${trigger.id}`);
      expecting(202, await stack.api.post(`/events/${id}/replay`));
      await eventually(() => expect(endpoint.requests).toHaveLength(2));
    });
  });

  describe('made by hand', () => {
    it('belong to the trigger that they name and go to its destinations', async () => {
      const { trigger, endpoint } = await triggerWithEndpoint();
      const answer = await stack.api.post<Event>('/events', {
        payload: { by: 'hand' },
        trigger_id: trigger.id,
      });
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({ source: 'manual', trigger_id: trigger.id });
      await delivered(answer.body.id);
      expect(endpoint.deliveries.map(({ payload }) => payload)).toEqual([{ by: 'hand' }]);
    });

    it('can do without a trigger', async () => {
      const endpoint = receiver.endpoint();
      const destinations = [{ url: endpoint.url }];
      const answer = await stack.api.post<Event>('/events', { payload: { ad: 'hoc' }, destinations });
      expect(answer.body).toMatchObject({ source: 'manual', trigger_id: null, trigger_name: null });
      await delivered(answer.body.id);
      expect(endpoint.requests.map(({ body }) => body)).toEqual(['{"ad":"hoc"}']);
    });
  });
});
