import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import type { DeliveryFilter } from './delivery-query.js';

describe('Deliveries', () => {
  const on = usePlatform();
  let destinations: string[];

  beforeEach(async () => {
    await on.sql('DELETE FROM deliveries');
    destinations = [(await on.newDestination()).id, (await on.newDestination()).id];
  });

  /** One of each status to each destination, oldest first. */
  async function ofEachStatus() {
    const statuses = ['waiting', 'queued', 'delivered', 'dead', 'cancelled'];
    const made: { id: string; event_id: string; status: string; destination_id: string }[] = [];
    for (const [index, status] of statuses.entries()) {
      on.setClock(index - 100);
      const { deliveries, id: event_id } = await on.record({ destination_ids: destinations });
      for (const [place, { id }] of deliveries.entries()) {
        await on.sql('UPDATE deliveries SET status = $2, in_lane = $3 WHERE id = $1', [
          id,
          status,
          status === 'waiting' && place === 0,
        ]);
        made.push({ id, event_id, status, destination_id: destinations[place]! });
      }
    }
    on.setClock(0);
    return made;
  }
  const listed = async (filter: DeliveryFilter = {}, limit = 50) =>
    (await on.deliveryLog.list(PROJECT, filter, limit)).data.map(({ id }) => id);
  const newestFirst = (ids: { id: string }[]) =>
    ids
      .map(({ id }) => id)
      .toSorted()
      .toReversed();

  it('are listed newest first, by status, destination and event', async () => {
    const made = await ofEachStatus();
    const [first] = destinations;
    const toFirst = made.filter(({ destination_id }) => destination_id === first);
    const pending = ({ status }: { status: string }) => ['waiting', 'queued'].includes(status);

    expect(await listed()).toEqual(newestFirst(made));
    expect(await listed({ destination_id: first! })).toEqual(newestFirst(toFirst));
    expect(await listed({ status: 'pending' })).toEqual(newestFirst(made.filter(pending)));
    expect(await listed({ status: 'dead', destination_id: first! })).toEqual(
      newestFirst(toFirst.filter(({ status }) => status === 'dead')),
    );
    expect(await listed({ event_id: made[0]!.event_id })).toEqual(newestFirst(made.slice(0, 2)));
    expect(await on.deliveryLog.list(uuidV7(1), {}, 50)).toEqual({ data: [], next_cursor: null });
  });

  it('go on page by page', async () => {
    const made = await ofEachStatus();
    const [first] = destinations;
    const filter = { destination_id: first! };
    const pages: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await on.deliveryLog.list(PROJECT, filter, 2, cursor);
      pages.push(...page.data.map(({ id }) => id));
      more = page.next_cursor !== null;
      cursor = page.next_cursor ?? undefined;
    }
    expect(pages).toEqual(newestFirst(made.filter(({ destination_id }) => destination_id === first)));
  });

  it('leave every answer with their event', async () => {
    const { id, deliveries } = await on.record({ destination_ids: [destinations[0]!] });
    await on.sql('UPDATE events SET expires_at = now() WHERE id = $1', [id]);

    expect(await listed()).toEqual([]);
    await expect(on.deliveryLog.get(PROJECT, deliveries[0]!.id)).rejects.toHaveProperty(
      'code',
      'delivery.not_found',
    );
  });

  it.each([
    ['waiting', true],
    ['dead', true],
    ['queued', false],
    ['delivered', false],
    ['cancelled', false],
  ])('that are %s can be retried: %s', async (status, can) => {
    const { deliveries } = await on.record({ destination_ids: [destinations[0]!] });
    const { id } = deliveries[0]!;
    await on.sql(
      `UPDATE deliveries SET status = $2, queued_until = NULL, next_attempt_at = NULL WHERE id = $1`,
      [id, status],
    );
    const retried = on.deliveryLog.retry(PROJECT, id);

    if (!can) return expect(retried).rejects.toHaveProperty('code', 'delivery.not_retryable');
    expect(await retried).toMatchObject({ status: 'pending', finished_at: null });
    on.handedOver.length = 0;
    await on.dispatcher.runOnce('active');
    expect(on.handedOver.map((ref) => ref.id)).toEqual([id]);
  });

  it.each([
    ['waiting', true],
    ['queued', true],
    ['dead', false],
    ['delivered', false],
    ['cancelled', false],
  ])('that are %s can be cancelled: %s', async (status, can) => {
    const { deliveries } = await on.record({ destination_ids: [destinations[0]!] });
    const [ref] = deliveries;
    await on.sql('UPDATE deliveries SET status = $2 WHERE id = $1', [ref!.id, status]);
    const cancelled = on.deliveryLog.cancel(PROJECT, ref!.id);

    if (!can) return expect(cancelled).rejects.toHaveProperty('code', 'delivery.ended');
    expect(await cancelled).toMatchObject({ status: 'cancelled', next_attempt_at: null });
    expect(await on.deliver.check([ref!])).toEqual([]);
    const [entry] = await on.sql(`SELECT action FROM audit_log WHERE target_id = $1`, [ref!.id]);
    expect(entry).toEqual({ action: 'delivery.cancelled' });
  });

  it('whose destination is gone are not retried', async () => {
    const { deliveries } = await on.record({ destination_ids: [destinations[0]!] });
    await on.sql(`UPDATE deliveries SET status = 'dead' WHERE id = $1`, [deliveries[0]!.id]);
    await on.destinations.delete(PROJECT, destinations[0]!);

    await expect(on.deliveryLog.retry(PROJECT, deliveries[0]!.id)).rejects.toHaveProperty(
      'code',
      'delivery.not_retryable',
    );
  });
});
