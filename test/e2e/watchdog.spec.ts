import { expect, it } from 'vitest';
import { expecting } from '../support/api-client.js';
import type { Destination, Json, Page, Problem, Trigger } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { describeOnEachQueue } from '../support/queue-backends.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

describeOnEachQueue('The watchdog', (queue) => {
  const stack = useStack({ queue, workers: 2 });
  const receiver = useReceiver();

  const create = (fields: Json) =>
    stack.api.createTrigger({ name: 'Heartbeat', trigger_type: 'api', expect_every: '1s', ...fields });
  const alertsOf = async ({ id }: Trigger) =>
    (await stack.api.events(`trigger_id=${id}&source=alert`)).map(({ payload }) => payload['alert']);
  const isQuiet = ({ id }: Trigger) =>
    eventually(async () => expect((await stack.api.trigger(id)).quiet_since).not.toBeNull());

  it('delivers one alert when an api trigger goes quiet, and one when it fires again', async () => {
    const endpoint = receiver.endpoint();
    const alert_destinations = [{ url: endpoint.url }];
    // long enough for it to be fired before it is quiet
    const trigger = await create({ expect_every: '4s', alert_destinations, labels: { team: 'a' } });
    endpoint.trust({ destinations: trigger.alert_destinations });
    const { fired_at } = await stack.api.fire(trigger.id);
    const told = (count: number) =>
      eventually(() => {
        expect(endpoint.deliveries).toHaveLength(count);
        return endpoint.deliveries[count - 1]!;
      });

    const quiet = await told(1);
    expect(quiet.payload).toEqual({
      alert: 'trigger.quiet',
      trigger: { id: trigger.id, name: 'Heartbeat' },
      expect_every: '4s',
      last_fired_at: fired_at,
      since: fired_at,
    });
    expect(quiet.headers).toMatchObject({ 'etp-event-source': 'alert', 'etp-trigger-id': trigger.id });
    expect(await stack.api.trigger(trigger.id)).toMatchObject({ quiet_since: fired_at });
    const { data } = expecting(200, await stack.api.get<Page<Trigger>>('/triggers?quiet=true'));
    expect(data.map(({ id }) => id)).toContain(trigger.id);

    // by now an hour is expected, so that it is not quiet again at once; that changes nothing for who is quiet
    await stack.api.patch(`/triggers/${trigger.id}`, { expect_every: '1h' });
    const again = await stack.api.fire(trigger.id);
    expect((await told(2)).payload).toMatchObject({
      alert: 'trigger.recovered',
      last_fired_at: again.fired_at,
      since: fired_at,
    });
    expect(await stack.api.trigger(trigger.id)).toMatchObject({ quiet_since: null });
    await eventually(async () =>
      expect(await stack.api.events(`trigger_id=${trigger.id}&source=alert&label=team:a`)).toMatchObject([
        { source: 'alert', status: 'delivered', trigger_name: 'Heartbeat', scheduled_for: null },
        { source: 'alert', status: 'delivered' },
      ]),
    );
  });

  it('sends to the alert destinations of the project, which are audited', async () => {
    const endpoint = receiver.endpoint();
    const made = expecting(201, await stack.api.post<Destination>('/destinations', { url: endpoint.url }));
    const { id, name, kind, url } = made;
    const set = await stack.api.put('/alerts', { destinations: [id, id] });
    expect(expecting(200, set)).toEqual({ destinations: [{ id, name, kind, url }] });
    expect((await stack.api.get('/alerts')).body).toEqual(set.body);
    const { body } = await stack.api.get<Page<Json>>('/audit?action=alerts.updated');
    expect(body.data[0]).toMatchObject({ before: { destinations: [] }, after: { destinations: [id] } });

    const trigger = await create({});
    expect(trigger).toMatchObject({ alert_destinations: [], expect_every: '1s', quiet_since: null });
    await eventually(() => expect(endpoint.requests).toHaveLength(1));
    await stack.api.delete(`/triggers/${trigger.id}`);
    expect(expecting(200, await stack.api.put('/alerts', { destinations: [] }))).toEqual({
      destinations: [],
    });
  });

  it('tells everything once while workers are killed, and raises no false alarm for a schedule then', async () => {
    const triggers = await Promise.all(Array.from({ length: 12 }, () => create({ expect_every: '2s' })));
    await isQuiet(triggers[0]!);
    await stack.workers[0]!.kill();
    await Promise.all(triggers.map(isQuiet));
    await stack.killWorkers();
    await Promise.all(
      triggers.map(async ({ id }) => {
        await stack.api.patch(`/triggers/${id}`, { expect_every: '1h' });
        await stack.api.fire(id);
      }),
    );
    const schedule = await create({ trigger_type: 'scheduled', every: '30m', expect_every: '31m' });
    // five hours and a quarter pass for it
    await stack.database.query(
      `UPDATE triggers SET (anchor_at, next_occurrence_at, next_fire_at, watched_from, watch_at) =
              (anchor_at - i, next_occurrence_at - i, next_fire_at - i, watched_from - i, watch_at - i)
         FROM (SELECT interval '5 hours 15 minutes' AS i) hours WHERE id = $1`,
      [schedule.id],
    );
    await stack.startWorker();

    await eventually(async () => {
      for (const trigger of triggers)
        expect(await alertsOf(trigger)).toEqual(['trigger.recovered', 'trigger.quiet']);
    });
    const isWell =
      'SELECT count(*) FROM triggers WHERE id = $1 AND watch_at > now() AND next_fire_at > now()';
    await eventually(async () => expect(await stack.database.count(isWell, [schedule.id])).toBe(1));
    expect(await stack.api.events(`trigger_id=${schedule.id}`)).toMatchObject([{ source: 'schedule' }]);
  });

  it.each<[string, string, Json, string]>([
    ['PUT', '/alerts', {}, '/destinations'],
    ['PUT', '/alerts', { destinations: [{ url: 'https://example.com' }] }, '/destinations'],
    ['PUT', '/alerts', { destinations: ['01980000-0000-7000-8000-000000000000'] }, '/destinations/0'],
    ['PUT', '/alerts', { destinations: [], colour: 'red' }, '/colour'],
    ['POST', '/triggers', { expect_every: '999ms' }, '/expect_every'],
    ['POST', '/triggers', { expect_every: 60 }, '/expect_every'],
    ['POST', '/triggers', { alert_destinations: ['x'] }, '/alert_destinations/0'],
    [
      'POST',
      '/triggers',
      { alert_destinations: [{ url: 'https://example.com', timeout: 1 }] },
      '/alert_destinations/0/timeout',
    ],
    [
      'POST',
      '/triggers',
      { alert_destinations: ['01980000-0000-7000-8000-000000000000'] },
      '/alert_destinations/0',
    ],
  ])('refuses what is wrong: %s %s %j', async (method, path, fields, pointer) => {
    const json = path === '/triggers' ? { name: 'Wrong', trigger_type: 'api', ...fields } : fields;
    const { status, body } = await stack.api.request<Problem>(method, path, { json });

    expect([status, body.errors?.map((fault) => fault.pointer)]).toEqual([422, [pointer]]);
  });
});
