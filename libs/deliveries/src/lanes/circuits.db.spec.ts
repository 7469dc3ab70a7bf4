import { beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../../test/support/eventually.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { AlertDestinations } from '../alerts/alert-destinations.js';
import { Circuits } from './circuits.js';
import { Lanes } from './lanes.js';

describe('Circuits', () => {
  const on = usePlatform();
  let id: string;

  beforeEach(async () => {
    ({ id } = await on.newDestination());
  });

  const circuits = () => on.get(Circuits);
  const note = (count: number, failure: string | null, unwell = false) => {
    for (let n = 0; n < count; n++) circuits().note(id, failure, unwell);
  };
  const row = () => on.row('destinations', id);

  it('add up what fails until they open, tell the lanes, and say why', async () => {
    note(12, 'connection refused');
    await eventually(async () => expect(await row()).toMatchObject({ window_failures: 12 }));
    expect(await row()).toMatchObject({ circuit_state: 'closed', failed_in_a_row: 12 });
    note(8, 'connection refused');
    await eventually(async () => expect(await row()).toMatchObject({ circuit_state: 'open' }));

    expect(await row()).toMatchObject({ circuit_reason: expect.stringContaining('connection refused') });
    await eventually(() => expect(on.get(Lanes).admit([id])).toEqual([false]));
  });

  it('count successes with the next failure, and cost nothing without one', async () => {
    const [before] = await on.sql('SELECT xmin::text FROM destinations WHERE id = $1', [id]);
    note(30, null);
    const { id: other } = await on.newDestination();
    circuits().note(other, 'the endpoint answered 500', false);
    await eventually(async () =>
      expect(await on.row('destinations', other)).toMatchObject({ window_failures: 1 }),
    );
    expect(await on.sql('SELECT xmin::text FROM destinations WHERE id = $1', [id])).toEqual([before]);

    note(1, 'the endpoint answered 500');
    await eventually(async () =>
      expect(await row()).toMatchObject({ window_attempts: 31, window_failures: 1, failed_in_a_row: 1 }),
    );
    note(1, null, true);
    await eventually(async () =>
      expect(await row()).toMatchObject({ failed_in_a_row: 0, failing_since: null }),
    );
  });

  it('turn a destination off that has done nothing but fail for days, with an entry in the audit log', async () => {
    await on.sql(
      `UPDATE destinations SET failed_in_a_row = 40, failing_since = now() - interval '5 days' WHERE id = $1`,
      [id],
    );
    note(1, 'the endpoint answered 500');
    await eventually(async () => expect(await row()).toMatchObject({ enabled: false }));

    expect(await row()).toMatchObject({
      disabled_reason: expect.stringContaining('nothing but failures since'),
    });
    expect(
      await on.sql('SELECT action, actor_kind FROM audit_log WHERE target_id = $1 ORDER BY id DESC LIMIT 1', [
        id,
      ]),
    ).toEqual([{ action: 'destination.disabled', actor_kind: 'platform' }]);
    expect(await on.sql(`SELECT payload FROM events WHERE source = 'alert'`)).toEqual([
      {
        payload: {
          alert: 'destination.disabled',
          destination: { id, name: expect.any(String) as string },
          reason: expect.stringContaining('nothing but failures since') as string,
          failing_since: expect.any(String) as string,
        },
      },
    ]);
  });

  it('turn the destination of a single event off without a word', async () => {
    const told = () => on.count(`SELECT (SELECT count(*) FROM audit_log) + (SELECT count(*) FROM events)`);
    await on.sql(`UPDATE destinations SET ephemeral_until = now() + interval '1 hour' WHERE id = $1`, [id]);
    const before = await told();
    await circuits().disable(id, 'the endpoint answered 410 Gone');

    expect(await row()).toMatchObject({ enabled: false, disabled_reason: 'the endpoint answered 410 Gone' });
    expect(await told()).toBe(before);
  });

  it.each([
    ['after days of failures', async () => note(1, 'the endpoint answered 500')],
    ['at once, by a 410', () => circuits().disable(id, 'the endpoint answered 410')],
  ])('have the alert delivered that tells of a destination turned off %s', async (_, turnOff) => {
    const [alerted, another] = [await on.newDestination(), await on.newDestination()];
    await on.get(AlertDestinations).replace(PROJECT, [alerted.id, another.id]);
    await on.sql(
      `UPDATE destinations SET failed_in_a_row = 40, failing_since = now() - interval '5 days' WHERE id = $1`,
      [id],
    );
    on.handedOver.length = 0;
    await turnOff();
    await eventually(() => expect(on.handedOver).toHaveLength(2));

    const deliveries = await on.sql<{ id: string; destination_id: string }>(
      `SELECT d.id, d.destination_id FROM deliveries d JOIN events e ON e.bucket = d.bucket AND e.id = d.event_id
        WHERE e.source = 'alert' AND e.payload->'destination'->>'id' = $1 AND d.status = 'queued'`,
      [id],
    );
    expect(deliveries.map((one) => one.destination_id).toSorted()).toEqual(
      [alerted.id, another.id].toSorted(),
    );
    expect(deliveries.map((one) => one.id).toSorted()).toEqual(on.handedOver.map((ref) => ref.id).toSorted());
    await on.get(AlertDestinations).replace(PROJECT, []);
  });

  it('are not opened again by failures that had ended when somebody closed them', async () => {
    note(20, 'the endpoint answered 500');
    on.setClock(10);
    await on.destinations.enable(PROJECT, id);
    await circuits().reported();

    expect(await row()).toMatchObject({ circuit_state: 'closed', window_failures: 0, failed_in_a_row: 0 });
    on.setClock(20);
    note(20, 'the endpoint answered 500');
    await circuits().reported();
    expect(await row()).toMatchObject({ circuit_state: 'open' });
    on.setClock(0);
  });

  it('are closed by hand, with all that waits put into the lane', async () => {
    const { deliveries } = await on.record({ destination_ids: [id, id] });
    await on.deliver.record(
      deliveries.map((ref) => ({ ref, status: 'waiting', attempt: null, delayMs: 3_600_000 })),
    );
    note(20, 'the endpoint answered 500');
    await eventually(async () => expect(await row()).toMatchObject({ circuit_state: 'open' }));

    const enabled = await on.destinations.enable(PROJECT, id);
    expect(enabled).toMatchObject({ circuit_state: 'closed', circuit_reason: null, failing_since: null });
    on.handedOver.length = 0;
    await on.dispatcher.runOnce('active');
    expect(on.handedOver.map((ref) => ref.id).toSorted()).toEqual(deliveries.map((ref) => ref.id).toSorted());
  });
});
