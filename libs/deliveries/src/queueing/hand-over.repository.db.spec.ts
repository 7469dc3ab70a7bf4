import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import type { DeliveryRef } from '../recording/firing.js';
import { END_LEASES } from './hand-over.repository.js';

describe('The hand-over of what is due', () => {
  const on = usePlatform();

  beforeEach(() => on.sql('DELETE FROM deliveries'));

  /** Deliveries whose columns are as said. */
  async function deliveries(count: number, columns: string): Promise<DeliveryRef[]> {
    const { id } = await on.newDestination();
    const { deliveries: refs } = await on.record({ destination_ids: Array(count).fill(id) as string[] });
    await on.sql(`UPDATE deliveries SET ${columns} WHERE id = ANY ($1)`, [refs.map((ref) => ref.id)]);
    return refs;
  }
  const ids = (refs: DeliveryRef[]) => refs.map(({ id }) => id).toSorted();

  it.each([
    ['a retry whose time has come', `status = 'waiting', queued_until = NULL, next_attempt_at = now()`],
    ['a hand-over whose lease has ended', `queued_until = now() - interval '1 second'`],
  ])('claims %s, with the next dispatch number and a new lease', async (_, columns) => {
    const [ref] = await deliveries(1, columns);

    expect(await on.handOver.claimDue(10)).toEqual([{ ...ref, dispatch: 2 }]);
    const [row] = await on.sql<{ lease: number }>(
      `SELECT status, dispatch, extract(epoch FROM queued_until - now())::float8 AS lease FROM deliveries`,
    );
    expect(row).toMatchObject({ status: 'queued', dispatch: 2 });
    expect(row!.lease).toBeGreaterThan(on.config.delivery.leaseMs / 1000 - 5);
    expect(await on.handOver.claimDue(10)).toEqual([]);
  });

  it.each([
    [
      'a retry whose time is still to come',
      `status = 'waiting', queued_until = NULL, next_attempt_at = now() + interval '1 minute'`,
    ],
    ['what waits for its destination', `status = 'waiting', queued_until = NULL, next_attempt_at = NULL`],
    ['a hand-over whose lease lasts', `queued_until = now() + interval '1 minute'`],
    ['what was delivered', `status = 'delivered', queued_until = NULL, next_attempt_at = NULL`],
    ['what is dead', `status = 'dead', queued_until = now() - interval '1 day'`],
    ['what was cancelled', `status = 'cancelled', queued_until = now() - interval '1 day'`],
  ])('leaves %s', async (_, columns) => {
    await deliveries(1, columns);

    expect(await on.handOver.claimDue(10)).toEqual([]);
  });

  it('takes the longest due first and no more than it is told to', async () => {
    const later = await deliveries(2, `queued_until = now() - interval '1 minute'`);
    const first = await deliveries(2, `queued_until = now() - interval '2 minutes'`);

    expect(ids(await on.handOver.claimDue(2))).toEqual(ids(first));
    expect(await on.handOver.claimDue(1)).toHaveLength(1);
    expect(await on.handOver.claimDue(10)).toHaveLength(later.length - 1);
  });

  it('gives no delivery to two claimers', async () => {
    const refs = await deliveries(200, `queued_until = now() - interval '1 minute'`);
    const claims = await Promise.all(Array.from({ length: 8 }, () => on.handOver.claimDue(50)));

    const claimed = claims.flat();
    expect(new Set(ids(claimed)).size).toBe(claimed.length);
    const rest = await on.handOver.claimDue(200);
    expect(ids([...claimed, ...rest])).toEqual(ids(refs));
    expect([...claimed, ...rest].every(({ dispatch }) => dispatch === 2)).toBe(true);
  });

  it('makes all that is handed over due at once when it is told to, and nothing else', async () => {
    const refs = await deliveries(3, `queued_until = now() + interval '1 minute'`);
    const finished = `status = 'delivered', queued_until = NULL, next_attempt_at = NULL`;
    await deliveries(1, finished);
    await deliveries(
      1,
      `status = 'waiting', queued_until = NULL, next_attempt_at = now() + interval '1 minute'`,
    );

    const newest = await on.handOver.leaseEnd();
    expect(await on.handOver.endLeases(2, newest)).toBe(2);
    // handed over again before the rest was made due: not lost
    const again = await on.handOver.claimDue(10);
    expect([await on.handOver.endLeases(2, newest), await on.handOver.endLeases(2, newest)]).toEqual([1, 0]);
    expect(ids([...again, ...(await on.handOver.claimDue(10))])).toEqual(ids(refs));
  });

  it('finds what is handed over in the index of what is open', async () => {
    await deliveries(1, `status = 'delivered', queued_until = NULL, next_attempt_at = NULL`);
    const plan = await on.database.transaction(async (manager) => {
      await manager.query('SET LOCAL enable_seqscan = off');
      const explained = { text: `EXPLAIN ${END_LEASES.text}` };
      const values = [10, await on.handOver.leaseEnd()];
      return on.database.query<{ 'QUERY PLAN': string }>(explained, values, manager);
    });
    const lines = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(lines).toContain('Index Cond: ((COALESCE(queued_until, next_attempt_at) >');
  });

  it('leaves what somebody else holds, without waiting', async () => {
    const [held, free] = await deliveries(2, `queued_until = now() - interval '1 minute'`);
    await on.database.transaction(async (manager) => {
      await manager.query('SELECT 1 FROM deliveries WHERE id = $1 FOR UPDATE', [held!.id]);

      expect(ids(await on.handOver.claimDue(10))).toEqual([free!.id]);
    });
  });

  it('finds replays of archived events too, after the active ones', async () => {
    const event = await on.record({ destination_ids: [(await on.newDestination()).id] });
    await on.sql(`UPDATE deliveries SET status = 'delivered', queued_until = NULL`);
    await on.log.change(PROJECT, event.id, { archived: true });
    await on.log.replay(PROJECT, event.id, []);
    await on.sql(`UPDATE deliveries SET queued_until = now() - interval '5 minutes' WHERE status = 'queued'`);
    const active = await deliveries(2, `queued_until = now() - interval '1 minute'`);

    expect(ids(await on.handOver.claimDue(2))).toEqual(ids(active));
    expect(await on.handOver.claimDue(2)).toEqual([
      expect.objectContaining({ event_id: event.id, bucket: expect.any(Number) as number, dispatch: 2 }),
    ]);
  });

  it('plans no claim through the archive’s many partitions where nothing of it is due', async () => {
    await deliveries(1, `queued_until = now() - interval '1 second'`);
    const asked = vi.spyOn(on.database, 'query');

    expect(await on.handOver.claimDue(10)).toHaveLength(1);
    const claims = asked.mock.calls.map(([{ text }]) => text).filter((text) => text.includes('UPDATE'));
    expect(claims).toEqual([expect.not.stringContaining('bucket > 0')]);
  });

  it('knows in how many milliseconds the next is due', async () => {
    expect(await on.handOver.nextDueIn()).toBeNull();
    await deliveries(1, `status = 'waiting', queued_until = NULL, next_attempt_at = NULL`);
    expect(await on.handOver.nextDueIn()).toBeNull();

    await deliveries(
      1,
      `status = 'waiting', queued_until = NULL, next_attempt_at = now() + interval '1 hour'`,
    );
    await deliveries(1, `queued_until = now() + interval '1 minute'`);
    const soon = await on.handOver.nextDueIn();
    expect(soon).toBeGreaterThan(50_000);
    expect(soon).toBeLessThanOrEqual(60_000);

    await deliveries(1, `queued_until = now() - interval '1 minute'`);
    expect(await on.handOver.nextDueIn()).toBeLessThanOrEqual(-60_000);
  });
});
