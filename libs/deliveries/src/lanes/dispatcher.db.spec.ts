import { beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../../../test/support/eventually.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import type { DestinationDefinition } from '../destinations/destination-definition.js';
import type { DeliveryRef } from '../recording/firing.js';
import { GiveBack } from './give-back.js';
import { CREDIT } from './lane.js';
import { LaneViewRepository } from './lane-view.repository.js';
import { Lanes } from './lanes.js';

describe('The dispatcher', () => {
  const on = usePlatform();

  beforeEach(async () => {
    await on.sql('DELETE FROM deliveries');
    await on.sql('DELETE FROM destinations');
    on.handedOver.length = 0;
  });

  /** A destination in whose lane so many wait. */
  async function lane(
    count: number,
    columns = 'congested = true',
    rest: Partial<DestinationDefinition> = {},
  ) {
    const { id } = await on.newDestination(rest);
    await on.sql(`UPDATE destinations SET ${columns} WHERE id = $1`, [id]);
    await on.get(Lanes).refresh();
    if (count > 0) await fill(id, count);
    return id;
  }
  /** Puts a replay of an archived event into its lane. */
  async function fillFromArchive(id: string) {
    const event = await fill(id, 1);
    await on.sql(
      `UPDATE deliveries SET status = 'delivered', in_lane = false, queued_until = NULL WHERE event_id = $1`,
      [event.id],
    );
    await on.log.change(PROJECT, event.id, { archived: true });
    await on.log.replay(PROJECT, event.id, []);
    return event;
  }
  const fill = (id: string, count: number) => on.record({ destination_ids: Array<string>(count).fill(id) });
  const destination = (id: string) => on.row('destinations', id);
  /** How many of each of these destinations a turn has handed over. */
  async function dispatched(...ids: string[]): Promise<number[]> {
    on.handedOver.length = 0;
    await on.dispatcher.runOnce('active');
    return handedOver(ids, on.handedOver);
  }
  async function handedOver(ids: string[], refs: DeliveryRef[]): Promise<number[]> {
    const rows = await on.sql<{ destination_id: string }>(
      'SELECT destination_id FROM deliveries WHERE id = ANY ($1)',
      [refs.map(({ id }) => id)],
    );
    return ids.map((id) => rows.filter(({ destination_id }) => destination_id === id).length);
  }
  const endAll = () =>
    on.sql(`UPDATE deliveries SET status = 'delivered', queued_until = NULL WHERE status = 'queued'`);

  it('is needed by metered lanes alone: the others are handed over by whoever writes them', async () => {
    const direct = await lane(0, 'congested = false');
    const metered = await lane(0);
    const { deliveries } = await on.record({ destination_ids: [direct, metered] });

    expect(deliveries.map(({ in_lane }) => in_lane)).toEqual([undefined, true]);
    expect(
      await on.sql('SELECT status, in_lane, queued_until IS NULL AS free FROM deliveries ORDER BY in_lane'),
    ).toEqual([
      { status: 'queued', in_lane: false, free: false },
      { status: 'waiting', in_lane: true, free: true },
    ]);
    expect(await on.handOver.claimDue(10)).toEqual([]);
    expect(await dispatched(metered)).toEqual([1]);
  });

  it('hands over what there is room for, the longest waiting first, with a new dispatch number and a lease', async () => {
    const id = await lane(12);
    const [oldest] = await on.sql<{ id: string }>(
      `UPDATE deliveries SET next_attempt_at = now() - interval '1 hour'
        WHERE id = (SELECT max(id::text)::uuid FROM deliveries) RETURNING id`,
    );

    expect(await dispatched(id)).toEqual([10]);
    expect(on.handedOver).toContainEqual(expect.objectContaining({ id: oldest!.id, dispatch: 2 }));
    expect(await on.count(`SELECT count(*) FROM deliveries WHERE queued_until > now() AND NOT in_lane`)).toBe(
      10,
    );
    expect(await dispatched(id)).toEqual([0]);
    await on.sql(`UPDATE deliveries SET status = 'delivered' WHERE id = $1`, [oldest!.id]);
    expect(await dispatched(id)).toEqual([1]);
  });

  it('finds room again when leases end, whoever has died with them', async () => {
    const id = await lane(12);
    await dispatched(id);
    await on.sql(`UPDATE deliveries SET queued_until = now() - interval '1 s' WHERE status = 'queued'`);

    expect(await dispatched(id)).toEqual([2]);
    // the sweep puts those back whose lease has ended, and not into the queue
    expect((await on.handOver.claimDue(100)).map(({ in_lane }) => in_lane)).toEqual(Array(10).fill(true));
    expect(await dispatched(id)).toEqual([8]);
  });

  it('never gives out the same room twice, however many there are', async () => {
    const ids = [await lane(50), await lane(50), await lane(50, 'congested = true', { max_in_flight: 3 })];
    on.handedOver.length = 0;
    await Promise.all(Array.from({ length: 8 }, () => on.dispatcher.runOnce('active')));
    await on.dispatcher.runOnce('active');

    expect(await handedOver(ids, on.handedOver)).toEqual([10, 10, 3]);
    expect(new Set(on.handedOver.map(({ id }) => id)).size).toBe(23);
  });

  it('shares a turn between lanes, whatever waits in each', async () => {
    const few = await lane(5, 'congested = false', { max_in_flight: 1000 });
    const many = await lane(0, 'congested = false', { max_in_flight: 1000 });
    for (let n = 0; n < 3; n++) await fill(many, 500);
    await on.sql(`UPDATE deliveries SET status = 'waiting', in_lane = true, queued_until = NULL`);

    expect(await dispatched(few, many)).toEqual([5, 995]);
  });

  it('grants what it hands over of metered lanes; anything else of them is given back at the check', async () => {
    const metered = await lane(1);
    await dispatched();
    const [ref] = [...on.handedOver];
    expect(ref).toMatchObject({ granted: true });
    expect(await on.deliver.check([ref!])).toMatchObject([{ state: 'open' }]);
    const { granted: _, ...direct } = ref!;
    expect(await on.deliver.check([direct])).toMatchObject([{ state: 'in-lane', destination_id: metered }]);

    await on.get(GiveBack).write({ ref: direct, destination_id: metered, slow: false });
    expect(await dispatched(metered)).toEqual([1]);
    await on.sql(`UPDATE destinations SET circuit_state = 'open'`);
    expect(await on.deliver.check(on.handedOver)).toMatchObject([{ state: 'in-lane' }]);
  });

  it('is what a lane needs from which a worker gives something back', async () => {
    const id = await lane(0, 'congested = false');
    const { deliveries } = await on.record({ destination_ids: Array<string>(15).fill(id) });
    await Promise.all(
      deliveries.map((ref) => on.get(GiveBack).write({ ref, destination_id: id, slow: true })),
    );
    expect(await destination(id)).toMatchObject({ congested: true });
    expect(on.get(Lanes).admit([id])).toEqual([false]);
    expect(await dispatched(id)).toEqual([10]);
  });

  it('keeps a rate limit over any number of dispatchers and processes', async () => {
    const id = await lane(30, 'congested = false', { rate_limit: { max: 4, per: '1h' }, max_in_flight: 100 });
    on.handedOver.length = 0;
    for (let n = 0; n < 4; n++) {
      await Promise.all(Array.from({ length: 4 }, () => on.dispatcher.runOnce('active')));
      await endAll();
    }
    expect(on.handedOver).toHaveLength(4);
    const { nextIn } = await on.dispatcher.runOnce('active');
    expect(nextIn).toBeGreaterThan(3_500_000);

    await on.sql(
      `UPDATE destinations SET rate_used = jsonb_build_array(jsonb_build_array(0, 4)) WHERE id = $1`,
      [id],
    );
    expect(await dispatched(id)).toEqual([4]);
  });

  it('lets one probe through when an open circuit has waited, and no more until it is back', async () => {
    const id = await lane(5, `circuit_state = 'open', circuit_until = now() + interval '1 minute'`);
    expect(await dispatched(id)).toEqual([0]);
    await on.sql(`UPDATE destinations SET circuit_until = now()`);

    expect(await dispatched(id)).toEqual([1]);
    expect(await destination(id)).toMatchObject({ circuit_state: 'half_open' });
    expect(await dispatched(id)).toEqual([0]);
    await endAll();
    await on.sql('UPDATE destinations SET circuit_passed = 1');
    expect(await dispatched(id)).toEqual([2]);
  });

  it('closes a circuit and makes a lane direct once nothing waits in it', async () => {
    const half = await lane(
      1,
      `circuit_state = 'half_open', circuit_passed = 1, failed_in_a_row = 3, failing_since = now(),
       window_failures = 3`,
    );
    const congested = await lane(1);
    await dispatched();
    await endAll();
    for (const id of [half, congested]) await fillFromArchive(id);
    for (const place of ['archived', 'active'] as const) {
      await on.dispatcher.runOnce(place);
      expect(await destination(half)).toMatchObject({ circuit_state: 'half_open' });
      expect(await destination(congested)).toMatchObject({ congested: true });
    }
    await endAll();
    await dispatched();

    expect(await destination(half)).toMatchObject({
      circuit_state: 'closed',
      circuit_reason: null,
      failed_in_a_row: 0,
      failing_since: null,
      window_failures: 0,
    });
    expect(await destination(congested)).toMatchObject({ congested: false });
    await on.get(Lanes).refresh();
    expect(on.get(Lanes).admit([half, congested])).toEqual([true, true]);
  });

  it('takes out what waits for a destination that is off, and ends what waits for one that is gone', async () => {
    const off = await lane(2);
    const gone = await lane(2);
    await on.sql('UPDATE destinations SET enabled = false WHERE id = $1', [off]);
    await on.destinations.delete(PROJECT, gone);

    expect(await dispatched(off, gone)).toEqual([0, 0]);
    expect(
      await on.sql(`SELECT DISTINCT status, in_lane, next_attempt_at, finished_at IS NOT NULL AS ended
                      FROM deliveries ORDER BY status`),
    ).toEqual([
      { status: 'cancelled', in_lane: false, next_attempt_at: null, ended: true },
      { status: 'waiting', in_lane: false, next_attempt_at: null, ended: false },
    ]);
  });

  it('dispatches replays of archived events too', async () => {
    const event = await fillFromArchive(await lane(0));
    expect(on.handedOver).toEqual([]);

    await on.dispatcher.runOnce('archived');
    expect(on.handedOver).toEqual([expect.objectContaining({ event_id: event.id, dispatch: 2 })]);
  });

  it('gives what a destination allows to active and archived events together', async () => {
    const id = await lane(0, 'congested = true', { max_in_flight: 5 });
    for (let n = 0; n < 3; n++) await fillFromArchive(id);
    await fill(id, 9);
    await on.dispatcher.runOnce('archived');
    expect(on.handedOver).toHaveLength(3);

    expect(await dispatched(id)).toEqual([2]);
    await fillFromArchive(id);
    expect(await on.dispatcher.runOnce('archived')).toMatchObject({ handedOver: 0, waiting: new Set([id]) });
    await endAll();
    expect(await dispatched(id)).toEqual([5]);
    await endAll();
    expect(await dispatched(id)).toEqual([2]);
    await endAll();
    // one of the archive waits
    expect(await dispatched(id)).toEqual([0]);
    expect(await destination(id)).toMatchObject({ congested: true });
  });

  it('lends a process no more than its credit, which it gets back when that has ended', async () => {
    const id = await lane(0, 'congested = false');
    await fill(id, CREDIT + 5);
    expect(await on.count('SELECT count(*) FROM deliveries WHERE in_lane')).toBe(5);

    await endAll();
    await on.get(Lanes).refresh();
    expect(on.get(Lanes).admit([id])).toEqual([true]);
  });

  it('counts between two refreshes only where credit runs low', async () => {
    const [quiet, busy] = [await lane(0, 'congested = false'), await lane(0, 'congested = false')];
    const counted = vi.spyOn(on.get(LaneViewRepository), 'countQueued');
    await eventually(() => {
      on.get(Lanes).admit([quiet, ...Array<string>(CREDIT / 2 + 1).fill(busy)]);
      expect(counted).toHaveBeenCalledWith([busy], CREDIT);
    });
    counted.mockRestore();
    await on.get(Lanes).refresh();
  });

  it('counts a lane with fewer places than workers as metered, and a worker that is silent as gone', async () => {
    const id = await lane(0, 'congested = false', { max_in_flight: 1 });
    const view = on.get(LaneViewRepository);
    const workers = [crypto.randomUUID(), crypto.randomUUID()];
    for (const worker of workers) expect(await view.beat(worker)).toBe(true);
    expect(await view.beat(workers[0]!)).toBe(false);
    expect(await view.view()).toEqual({ workers: 2, metered: [id] });

    await on.sql(`UPDATE delivery_workers SET seen_at = now() - interval '11 s' WHERE id = $1`, [workers[1]]);
    expect(await view.view()).toEqual({ workers: 1, metered: [] });
    await view.leave(workers[0]!);
  });
});
