import { describe, expect, inject, it } from 'vitest';
import { expecting } from '../support/api-client.js';
import type { Delivery, Destination, Json, Page, Problem } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useReceiver, type Behaviour } from '../support/receiver.js';
import { useStack } from '../support/stack.js';
import { fireVolley } from '../support/volley.js';

describe('Lanes of two workers', () => {
  const stack = useStack({
    queue: inject('redisUrl') === null ? 'postgres' : 'redis',
    workers: 2,
    env: { DELIVERY_CONCURRENCY: '50', CIRCUIT_WAIT: '2s' },
  });
  const receiver = useReceiver();

  async function triggerTo(answers: Behaviour[], destination: Json = {}) {
    const endpoint = receiver.endpoint(...answers);
    const trigger = endpoint.trust(
      await stack.api.createTrigger({
        name: 'Lane',
        trigger_type: 'api',
        destinations: [{ url: endpoint.url, ...destination }],
      }),
    );
    const destinationId = trigger.destinations[0]!.id;
    const fire = (total: number) => fireVolley(stack.api, trigger.id, { total, clients: 10 });
    return { endpoint, trigger, destinationId, fire };
  }
  const destination = async (id: string) =>
    expecting(200, await stack.api.get<Destination>(`/destinations/${id}`));
  const deliveries = async (query: string) =>
    expecting(200, await stack.api.get<Page<Delivery>>(`/deliveries?limit=200&${query}`)).data;

  /** As if so many more had been fired and their jobs been lost. */
  async function multiply(destinationId: string, times: number) {
    await stack.database.query(
      `WITH one AS (SELECT * FROM deliveries WHERE destination_id = $1 LIMIT 1),
            copies AS (SELECT gen_random_uuid() AS id FROM generate_series(1, $2)),
            made AS (
         INSERT INTO events (bucket, id, project_id, source, payload, fired_at, archive_at, expires_at)
         SELECT 0, copies.id, e.project_id, 'api', '{}', now(), e.archive_at, e.expires_at
           FROM copies, events e WHERE e.id = (SELECT event_id FROM one))
       INSERT INTO deliveries (bucket, event_id, id, project_id, destination_id, message_id, status, dispatch,
                               queued_until, next_attempt_at)
       SELECT 0, copies.id, gen_random_uuid(), one.project_id, one.destination_id, copies.id, 'queued', 1, now(), now()
         FROM copies, one`,
      [destinationId, times],
    );
  }

  it('one destination that hangs, with thousands queued, keeps no other waiting and gets no more than it may', async () => {
    const hanging = await triggerTo(['hang'], { timeout: '60s' });
    const healthy = await triggerTo([204]);
    await hanging.fire(1);
    await multiply(hanging.destinationId, 5000);
    await eventually(() => expect(hanging.endpoint.requests).toHaveLength(10));

    const accepted = await healthy.fire(100);
    await eventually(() => expect(healthy.endpoint.requests).toHaveLength(100));

    expect(new Set(healthy.endpoint.deliveries.map(({ id }) => id))).toEqual(new Set(accepted));
    expect(hanging.endpoint.requests).toHaveLength(10);
    // what may not run waits in PostgreSQL, and not in the queue
    await eventually(async () =>
      expect(
        await stack.database.count(
          `SELECT count(*) FROM deliveries WHERE destination_id = $1 AND status = 'queued'`,
          [hanging.destinationId],
        ),
      ).toBe(10),
    );
    expecting(204, await stack.api.delete(`/destinations/${hanging.destinationId}`));
  });

  it('keep a rate limit together, and send the rest when it is lifted', async () => {
    const { endpoint, destinationId, fire } = await triggerTo([204], { rate_limit: { max: 5, per: '1h' } });
    await fire(12);
    await eventually(() => expect(endpoint.requests).toHaveLength(5));
    await eventually(async () =>
      expect(await deliveries(`destination_id=${destinationId}&status=delivered`)).toHaveLength(5),
    );
    expect(await deliveries(`destination_id=${destinationId}&status=pending`)).toHaveLength(7);
    expect(endpoint.requests).toHaveLength(5);

    const changed = await stack.api.patch<Destination>(`/destinations/${destinationId}`, {
      rate_limit: null,
    });
    expect(expecting(200, changed).rate_limit).toBeNull();
    await eventually(() => expect(endpoint.requests).toHaveLength(12));
  });

  const FAILING = { retry: { max_attempts: 50, min_delay: '100ms', max_delay: '100ms', jitter: 0 } };

  it('let a destination that fails rest, probe it, and go on when it works again', async () => {
    const { endpoint, destinationId, fire } = await triggerTo([503], FAILING);
    await fire(8);
    const { circuit } = await eventually(async () => {
      const found = await destination(destinationId);
      expect(found.circuit.state).toBe('open');
      return found;
    });
    expect(circuit.reason).toContain('the endpoint answered 503');
    const [late] = await fire(1);
    const [waiting] = await deliveries(`event_id=${late!}`);
    expect(waiting).toMatchObject({ status: 'pending', attempts: [] });

    endpoint.answer(204);
    await eventually(async () => {
      expect((await destination(destinationId)).circuit).toMatchObject({ state: 'closed', reason: null });
      expect(await deliveries(`destination_id=${destinationId}&status=delivered`)).toHaveLength(9);
    });
  });

  it('retry at once what waits when somebody enables the destination', async () => {
    const { endpoint, destinationId, fire } = await triggerTo([500], FAILING);
    await fire(8);
    await eventually(async () => expect((await destination(destinationId)).circuit.state).toBe('open'));
    endpoint.answer(204);

    const enabled = await stack.api.post<Destination>(`/destinations/${destinationId}/enable`);
    expect(expecting(200, enabled).circuit).toMatchObject({ state: 'closed', reason: null });
    await eventually(async () =>
      expect(await deliveries(`destination_id=${destinationId}&status=delivered`)).toHaveLength(8),
    );
  });

  it('are left by deliveries that somebody retries or cancels', async () => {
    const { endpoint, trigger, destinationId } = await triggerTo([404], { retry: { max_attempts: 1 } });
    const event = await stack.api.fire(trigger.id);
    const dead = await eventually(async () => {
      const [one] = await deliveries(`event_id=${event.id}&status=dead`);
      expect(one).toBeDefined();
      return one!;
    });
    endpoint.answer(204);
    const act = (id: string, what: string) =>
      stack.api.post<{ status: unknown; code?: string }>(`/deliveries/${id}/${what}`);
    expect(expecting(202, await act(dead.id, 'retry')).status).toBe('pending');
    await eventually(async () =>
      expect(expecting(200, await stack.api.get<Delivery>(`/deliveries/${dead.id}`)).status).toBe(
        'delivered',
      ),
    );
    expect(expecting(409, await act(dead.id, 'retry')).code).toBe('delivery.not_retryable');
    expect(expecting(409, await act(dead.id, 'cancel')).code).toBe('delivery.ended');

    expecting(200, await stack.api.patch(`/destinations/${destinationId}`, { enabled: false }));
    const { id } = await stack.api.fire(trigger.id);
    const [waiting] = await deliveries(`event_id=${id}`);
    expect(expecting(200, await act(waiting!.id, 'cancel')).status).toBe('cancelled');
    expect((await stack.api.event(id)).status).toBe('cancelled');
  });

  it.each<[Json, string]>([
    [{ rate_limit: { max: 0, per: '1m' } }, '/rate_limit/max'],
    [{ rate_limit: { max: 1, per: '1ms' } }, '/rate_limit/per'],
    [{ rate_limit: { max: 1 } }, '/rate_limit/per'],
    [{ rate_limit: { max: 1, per: '1m', burst: 1 } }, '/rate_limit/burst'],
    [{ rate_limit: 5 }, '/rate_limit'],
    [{ max_in_flight: 0 }, '/max_in_flight'],
    [{ max_in_flight: 1001 }, '/max_in_flight'],
  ])('cannot be limited by %j', async (fields, pointer) => {
    const body = { url: 'http://127.0.0.1:9/', ...fields };
    const { errors } = expecting(422, await stack.api.post<Problem>('/destinations', body));
    expect(errors!.map((error) => error.pointer)).toEqual([pointer]);
  });
});
