import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { archiveBucket } from '@app/events';
import { eventually } from '../../../../test/support/eventually.js';
import { labelEntries } from '../../../../test/support/label-entries.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';

const BLOCKED = `
  SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
const MOVED_AS = `
  INSERT INTO events (bucket, id, project_id, source, payload, fired_at, archive_at, expires_at)
  VALUES ($1, $2, $3, 'manual', '{}', now(), 'infinity', 'infinity')`;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('An event', () => {
  const on = usePlatform();

  beforeEach(() => {
    on.setClock(0);
    on.handedOver.length = 0;
  });

  const end = (eventId: string, status = 'delivered') =>
    on.sql(`UPDATE deliveries SET status = $2, queued_until = NULL WHERE event_id = $1`, [eventId, status]);
  const placeOf = async (id: string) => (await on.row<{ lies_in: string }>('events', id)).lies_in;
  const withDelivery = async () => {
    const { id } = await on.newDestination();
    return { destination: id, ...(await on.record({ payload: { z: 1, a: 2 }, destination_ids: [id] })) };
  };

  describe('that is archived', () => {
    it('has its slice made when no worker has done so', async () => {
      const slices = await on.sql<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relname ~ '_b3_'`,
      );
      for (const { name } of slices) await on.sql(`DROP TABLE ${name}`);
      await on.sql('DELETE FROM archive_slices WHERE bucket = 3');
      const { id } = await on.record();
      await on.log.change(PROJECT, id, { archived: true });

      expect(await placeOf(id)).toMatch(/^events_b3_/);
    });

    it.each([
      ['an hour', HOUR, 1],
      ['two days', 2 * DAY, 3],
      ['a month', 30 * DAY, 5],
      ['ever', null, 7],
    ])('lies by its lifetime: %s', async (_, deleteAfterMs, bucket) => {
      const { id } = await on.record({ lifetime: { archiveAfterMs: HOUR, deleteAfterMs } });
      await on.log.change(PROJECT, id, { archived: true });

      expect(archiveBucket(deleteAfterMs ?? Infinity)).toBe(bucket);
      expect(await on.log.get(PROJECT, id)).toMatchObject({ bucket, archived: true });
      expect(await placeOf(id)).toMatch(
        bucket === 7 ? /^events_kept$/ : new RegExp(`^events_b${bucket}_\\d{8}t`),
      );
    });

    it('takes its deliveries along and comes back as it was', async () => {
      const { id } = await withDelivery();
      await end(id);
      const before = await on.log.get(PROJECT, id);
      const [row] = await on.sql('SELECT * FROM deliveries WHERE event_id = $1', [id]);

      await on.log.change(PROJECT, id, { archived: true });
      const archived = await on.log.get(PROJECT, id);
      expect(archived).toEqual({ ...before, bucket: 3, archived: true });
      expect(await on.count('SELECT count(*) FROM deliveries WHERE event_id = $1', [id])).toBe(1);

      await on.log.change(PROJECT, id, { archived: false });
      expect(await on.log.get(PROJECT, id)).toEqual(before);
      expect(JSON.stringify((await on.log.get(PROJECT, id)).payload)).toBe('{"z":1,"a":2}');
      expect(await on.sql('SELECT * FROM deliveries WHERE event_id = $1', [id])).toEqual([row]);
    });

    it('stays where it is when it is archived again', async () => {
      const { id } = await on.record();
      await on.log.change(PROJECT, id, { archived: true });
      await on.log.change(PROJECT, id, { archived: true });

      expect(await on.count('SELECT count(*) FROM events WHERE id = $1', [id])).toBe(1);
    });

    it.each(['queued', 'waiting'])('cannot be one with a delivery that is %s', async (status) => {
      const { id } = await withDelivery();
      await end(id, status);

      await expect(on.log.change(PROJECT, id, { archived: true, labels: { a: 'b' } })).rejects.toMatchObject({
        kind: 'conflict',
        code: 'event.deliveries_pending',
      });
      expect(await on.log.get(PROJECT, id)).toMatchObject({ archived: false, labels: {} });
    });

    it('is found by who waited for its move', async () => {
      const { id } = await on.record({ labels: { a: 'b' } });
      let waiting: Promise<void> | undefined;
      await on.database.transaction(async (manager) => {
        await manager.query('DELETE FROM events WHERE id = $1', [id]);
        waiting = on.log.change(PROJECT, id, { labels: { c: 'd' } });
        waiting.catch(() => {});
        await eventually(async () => expect(await on.count(BLOCKED)).toBe(1));
        await manager.query(MOVED_AS, [3, id, PROJECT]);
      });

      await waiting;
      expect(await on.log.get(PROJECT, id)).toMatchObject({ archived: true, labels: { c: 'd' } });
    });
  });

  it('keeps its labels with a change of them, wherever it lies', async () => {
    const { id } = await on.record({ labels: { a: 'b' } });
    await on.log.change(PROJECT, id, { labels: { c: 'd' } });
    expect(await on.log.get(PROJECT, id)).toMatchObject({ labels: { c: 'd' }, archived: false });
    expect(await labelEntries(on, [id])).toBe(1);

    await on.log.change(PROJECT, id, { labels: { c: 'd', e: 'f' }, archived: true });
    expect(await on.log.get(PROJECT, id)).toMatchObject({ labels: { c: 'd', e: 'f' }, archived: true });
    expect(await labelEntries(on, [id])).toBe(2);

    await on.log.change(PROJECT, id, { labels: { c: 'd' } }); // where it lies by now
    expect(await labelEntries(on, [id])).toBe(1);
    await on.log.change(PROJECT, id, { labels: {} });
    expect(await labelEntries(on, [id])).toBe(0);
  });

  it('on hold keeps the destinations that were made for it, and no longer', async () => {
    const soon = new Date(Date.now() + 1000);
    const { destinations } = await on.destinationReferences.resolve(
      PROJECT,
      [{ url: 'http://127.0.0.1:9/' }],
      undefined,
      soon,
    );
    const { id: lasting } = await on.newDestination();
    const inline = destinations[0]!.id;
    const [first, second] = [
      await on.record({ destination_ids: [inline, lasting] }),
      await on.record({ destination_ids: [inline] }),
    ];
    const untilOf = async (id: string) =>
      (await on.row<{ ephemeral_until: Date | null }>('destinations', id)).ephemeral_until;
    for (const { id } of [first, second]) await on.log.change(PROJECT, id, { hold: true });
    expect((await untilOf(inline))!.getUTCFullYear()).toBe(9999);

    await on.log.change(PROJECT, first.id, { hold: false });
    expect((await untilOf(inline))!.getUTCFullYear(), 'for the other').toBe(9999);
    await on.log.change(PROJECT, second.id, { hold: false });
    const { expires_at } = await on.log.get(PROJECT, second.id);
    expect(await untilOf(inline)).toEqual(new Date(Number(expires_at) + 60_000));
    expect(await untilOf(lasting)).toBeNull();
  });

  it('that is deleted is gone with its deliveries', async () => {
    const { id } = await withDelivery();
    await on.log.delete(PROJECT, id);

    await expect(on.log.get(PROJECT, id)).rejects.toHaveProperty('code', 'event.not_found');
    expect(await on.count('SELECT count(*) FROM deliveries WHERE event_id = $1', [id])).toBe(0);
  });

  it.each(['not an id', uuidV7(Date.now())])('that there is not is not found: %s', async (id) => {
    for (const attempt of [
      () => on.log.get(PROJECT, id),
      () => on.log.change(PROJECT, id, { archived: true }),
      () => on.log.delete(PROJECT, id),
      () => on.log.replay(PROJECT, id, []),
    ])
      await expect(attempt()).rejects.toMatchObject({ kind: 'not_found', code: 'event.not_found' });
  });

  it('whose time has ended, or of another project, is not found', async () => {
    const { id: expired } = await on.record();
    await on.sql('UPDATE events SET expires_at = now() WHERE id = $1', [expired]);
    const { id: foreign } = await on.record({ project_id: uuidV7(Date.now()) });

    for (const id of [expired, foreign]) {
      await expect(on.log.get(PROJECT, id)).rejects.toHaveProperty('code', 'event.not_found');
      await expect(on.log.delete(PROJECT, id)).rejects.toHaveProperty('code', 'event.not_found');
      await expect(on.log.replay(PROJECT, id, [])).rejects.toHaveProperty('code', 'event.not_found');
    }
  });

  describe('that is replayed', () => {
    it('goes to its destinations once more, as one new message', async () => {
      const destinations = [(await on.newDestination()).id, (await on.newDestination()).id];
      const { id } = await on.record({ destination_ids: destinations });
      await end(id, 'dead');
      on.setClock(5);
      await on.log.replay(PROJECT, id, ['not asked']);
      on.setClock(10);
      await on.log.replay(PROJECT, id, []);

      const rows = await on.sql<{ message_id: string; destination_id: string }>(
        `SELECT * FROM deliveries WHERE event_id = $1 AND status = 'queued'`,
        [id],
      );
      expect(rows.map(({ destination_id }) => destination_id).toSorted()).toEqual(
        [...destinations, ...destinations].toSorted(),
      );
      const messages = new Set(rows.map(({ message_id }) => message_id));
      expect(messages.size).toBe(2);
      expect(messages).not.toContain(id);
      const shown = (await on.log.get(PROJECT, id)).deliveries.map(({ webhook_id }) => webhook_id);
      expect(new Set(shown)).toEqual(new Set([id, ...messages]));
      expect(on.handedOver).toHaveLength(4);
      expect(on.handedOver[0]).toEqual({
        bucket: 0,
        event_id: id,
        id: expect.any(String) as string,
        dispatch: 1,
      });
    });

    it('goes where it is told to when it went nowhere', async () => {
      const { id: destination } = await on.newDestination();
      const { id } = await on.record();
      await on.log.replay(PROJECT, id, [destination]);

      const { deliveries, status } = await on.log.get(PROJECT, id);
      expect(deliveries.map((delivery) => delivery.destination_id)).toEqual([destination]);
      expect(status).toBe('pending');
    });

    it('has the status of its newest delivery to each destination', async () => {
      const { id } = await withDelivery();
      await end(id, 'dead');
      on.setClock(5);
      await on.log.replay(PROJECT, id, []);
      expect(await on.log.get(PROJECT, id)).toHaveProperty('status', 'pending');

      await on.sql(`UPDATE deliveries SET status = 'delivered' WHERE event_id = $1 AND status = 'queued'`, [
        id,
      ]);
      expect(await on.log.get(PROJECT, id)).toHaveProperty('status', 'delivered');
    });

    it('may lie in the archive, and stays there', async () => {
      const { id } = await withDelivery();
      await end(id);
      await on.log.change(PROJECT, id, { archived: true });
      await on.log.replay(PROJECT, id, []);

      const { deliveries, archived } = await on.log.get(PROJECT, id);
      expect(archived).toBe(true);
      expect(deliveries.map(({ status }) => status).toSorted()).toEqual(['delivered', 'pending']);
      expect(on.handedOver[0]!.bucket).toBe(3);
    });
  });
});
