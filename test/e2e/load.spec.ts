import pg from 'pg';
import { expect, it } from 'vitest';
import { expecting } from '../support/api-client.js';
import type { Destination } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { describeOnEachQueue } from '../support/queue-backends.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';
import { expectNothingLostNorDoubled } from '../support/truth.js';
import { fireVolley } from '../support/volley.js';

describeOnEachQueue('A thousand firings from 20 clients at once', (queue) => {
  const stack = useStack({ queue, workers: 2 });
  const receiver = useReceiver();

  it('are a thousand events, each delivered once and verified', async () => {
    const endpoint = receiver.endpoint();
    const trigger = endpoint.trust(
      await stack.api.createTrigger({
        name: 'Busy',
        trigger_type: 'api',
        destinations: [{ url: endpoint.url }],
      }),
    );

    const accepted = await fireVolley(stack.api, trigger.id, { total: 1000, clients: 20 });

    expect(new Set(accepted).size).toBe(1000);
    const ids = await expectNothingLostNorDoubled(stack.database, endpoint, trigger.id, accepted);
    expect(ids).toEqual(accepted.sort());
    expect(endpoint.requests, 'nobody was killed, so nothing is sent twice').toHaveLength(1000);
    expect(endpoint.deliveries.map(({ payload }) => payload['n'] as number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, n) => n),
    );
  });

  it('are not told to other processes, nor are schedules that fire and deliveries that arrive', async () => {
    const endpoint = receiver.endpoint();
    const destinations = [{ url: endpoint.url }];
    const trigger = await stack.api.createTrigger({ name: 'Quiet', trigger_type: 'api', destinations });
    const [{ id: destination }] = trigger.destinations as [Destination];
    const scheduled = await stack.api.createTrigger({
      name: 'Each second',
      trigger_type: 'scheduled',
      every: '1s',
      destinations: [destination],
    });
    const listener = new pg.Client({ connectionString: stack.database.url });
    const heard: string[] = [];
    await listener.connect();
    listener.on('notification', ({ channel }) => heard.push(channel)).on('error', () => {});
    for (const channel of CHANNELS) await listener.query(`LISTEN ${channel}`);

    const before = await stack.database.count(EVENTS);
    await fireVolley(stack.api, trigger.id, { total: 200, clients: 10 });
    await eventually(async () => {
      expect((await stack.api.trigger(scheduled.id)).run_count).toBeGreaterThanOrEqual(3);
      expect(await stack.database.count(OPEN)).toBe(0);
    });
    expect(await stack.database.count(EVENTS)).toBeGreaterThan(before + 200);
    await listener.query('SELECT 1'); // whatever was said before is heard by now
    const ofLanes = heard.filter((channel) => channel === 'lanes');
    expect(heard).toEqual(ofLanes);
    expect(ofLanes.length, 'a lane that a busy machine was late with, and no more').toBeLessThan(10);

    // what is said of changes is heard
    const path = `/destinations/${destination}`;
    expecting(200, await stack.api.patch(path, { rate_limit: { max: 1000, per: '1s' } }));
    await eventually(() => expect(heard.length).toBeGreaterThan(ofLanes.length));
    expecting(200, await stack.api.patch(`/triggers/${scheduled.id}`, { name: 'Renamed' }));
    await eventually(() => expect(heard).toContain('triggers_due_soon'));
    await listener.end();
  });
});

/** All that processes say to each other by PostgreSQL. */
const CHANNELS = ['lanes', 'triggers_due_soon', 'cache_invalidations'];
const EVENTS = 'SELECT count(*) FROM events';
const OPEN = `SELECT count(*) FROM deliveries WHERE status IN ('waiting', 'queued')`;
