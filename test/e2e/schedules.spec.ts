import { expect, it } from 'vitest';
import { expecting } from '../support/api-client.js';
import type { Json, Trigger } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { describeOnEachQueue } from '../support/queue-backends.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

describeOnEachQueue('One-time schedules', (queue) => {
  const stack = useStack({ queue, workers: 2 });
  const receiver = useReceiver();

  const create = (fields: Json) =>
    stack.api.createTrigger({ name: 'Once', trigger_type: 'time-based', ...fields });
  const eventsOf = ({ id }: Trigger) => stack.api.events(`trigger_id=${id}&archived=all`);

  /** Waits until the trigger has fired, by which the scheduler has also looked at everything that was due before it. */
  const hasFired = (trigger: Trigger, within?: { within: number }) =>
    eventually(async () => {
      const [event, ...more] = await eventsOf(trigger);
      expect(event).toBeDefined();
      expect(more).toEqual([]);
      return event!;
    }, within);

  it('fire once each, at their time, with two workers running', async () => {
    const endpoint = receiver.endpoint();
    const at = Date.now() + 3000;
    const batch = Array.from({ length: 50 }, (_, n) => ({
      external_key: String(n),
      name: 'Once',
      trigger_type: 'time-based',
      schedule_time: new Date(at + n * 20).toISOString(), // all within one second
      api_payload: { n },
      destinations: [{ url: endpoint.url }],
    }));
    const { triggers } = expecting(
      200,
      await stack.api.post<{ triggers: Trigger[] }>('/triggers/batch', { triggers: batch }),
    );
    expect(Date.now(), 'all are made before the first is due').toBeLessThan(at);

    const events = await Promise.all(triggers.map((trigger) => hasFired(trigger)));

    await eventually(() => expect(endpoint.requests).toHaveLength(50));
    events.forEach((event, n) => {
      expect(event.scheduled_for).toBe(batch[n]!.schedule_time);
      expect(event.payload).toEqual({ n });
      expect(event.lag_ms).toBeGreaterThanOrEqual(0);
      expect(event.lag_ms).toBeLessThan(2000);
    });
    expect(await stack.database.count(`SELECT count(*) FROM events WHERE source = 'schedule'`)).toBe(50);
    expect(await stack.database.count('SELECT sum(run_count) FROM triggers')).toBe(50);
  });

  it('accept a delay, which becomes the time', async () => {
    const trigger = await create({ trigger_type: 'scheduled', delay: '1s' });
    expect(Date.parse(trigger.schedule_time!) - Date.parse(trigger.created_at)).toBe(1000);
    expect(trigger.next_fire_at).toBe(trigger.schedule_time);
    expect((await hasFired(trigger)).scheduled_for).toBe(trigger.schedule_time);
  });

  it('do not fire while paused, archived or after they were deleted', async () => {
    const schedule_time = inMs(1000);
    const [paused, archived, deleted] = await Promise.all([1, 2, 3].map(() => create({ schedule_time })));
    expecting(200, await stack.api.post(`/triggers/${paused!.id}/pause`));
    expecting(200, await stack.api.post(`/triggers/${archived!.id}/archive`));
    expecting(204, await stack.api.delete(`/triggers/${deleted!.id}`));
    const born = await create({ schedule_time, enabled: false });

    await hasFired(await create({ schedule_time: inMs(1000) })); // due after all of them

    for (const trigger of [paused!, archived!, deleted!, born]) expect(await eventsOf(trigger)).toEqual([]);
    for (const { id } of [paused!, archived!, born])
      expect((await stack.api.trigger(id)).next_fire_at).toBeNull();
  });

  it('fire on resume when their time came while they were paused', async () => {
    const trigger = await create({ schedule_time: inMs(-5000), enabled: false });
    expecting(200, await stack.api.post(`/triggers/${trigger.id}/resume`));
    expect((await hasFired(trigger)).lag_ms).toBeGreaterThanOrEqual(5000);
  });

  it('of an old time fire at once, unless the misfire policy is to skip', async () => {
    const schedule_time = '2025-03-01T10:00:00.000Z';
    const skipped = await create({ schedule_time, misfire_policy: 'skip' });
    await hasFired(await create({ schedule_time }));

    await eventually(async () =>
      expect(await stack.api.trigger(skipped.id)).toMatchObject({ next_fire_at: null, run_count: 0 }),
    );
    expect(await eventsOf(skipped)).toEqual([]);
  });

  it('that are moved fire at the new time, and only then', async () => {
    const trigger = await create({ schedule_time: inMs(3_600_000) });
    const schedule_time = inMs(1000);
    expecting(200, await stack.api.patch(`/triggers/${trigger.id}`, { schedule_time }));
    expect((await hasFired(trigger)).scheduled_for).toBe(schedule_time);
  });

  it('also fire an api trigger, when their time is in the future', async () => {
    const trigger = await create({ trigger_type: 'api', schedule_time: inMs(1000) });
    expect(await hasFired(trigger)).toMatchObject({ source: 'schedule', trigger_type: 'api' });
  });

  it('fire although api and workers were restarted in between: no timer is state', async () => {
    const endpoint = receiver.endpoint();
    const schedule_time = inMs(3000);
    const trigger = endpoint.trust(await create({ schedule_time, destinations: [{ url: endpoint.url }] }));

    const codes = await Promise.all([stack.apiProcess, ...stack.workers].map((app) => app.stop()));
    expect(codes).toEqual([0, 0, 0]);
    await Promise.all([stack.startApi(), stack.startWorker()]);

    expect((await hasFired(trigger, { within: 30_000 })).scheduled_for).toBe(schedule_time);
    await eventually(() => expect(endpoint.deliveries).toHaveLength(1));
  });
});
