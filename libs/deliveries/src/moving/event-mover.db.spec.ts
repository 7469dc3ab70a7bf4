import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { archiveBucket, slicesOf } from '@app/events';
import { eventually } from '../../../../test/support/eventually.js';
import { labelEntries } from '../../../../test/support/label-entries.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { DELIVERY_COLUMNS, EVENT_COLUMNS } from './move-statements.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('An event that is moved', () => {
  const on = usePlatform();

  beforeEach(async () => {
    on.setClock(0);
    await on.sql('UPDATE archive_slices SET dropping = false, events = 0, latest_expiry = NULL');
    await on.sql('DELETE FROM events');
    await on.sql('DELETE FROM deliveries');
  });

  const delivered = async (deleteAfterMs: number | null) => {
    const { id: destination } = await on.newDestination();
    const lifetime = { archiveAfterMs: HOUR, deleteAfterMs };
    const labels = { team: 'a', tier: 'gold' };
    const { id } = await on.record({ destination_ids: [destination], lifetime, labels });
    await on.sql(
      `UPDATE deliveries SET status = 'delivered', queued_until = NULL, replay_id = event_id WHERE event_id = $1`,
      [id],
    );
    return id;
  };
  const all = async (table: string) =>
    (await on.sql(`SELECT *, NULL AS bucket, NULL AS archived FROM ${table} ORDER BY id`)) as object[];
  const sliceRow = async (bucket: number, id: string) => {
    const [{ from, to } = { from: 0, to: 0 }] = slicesOf(bucket, [id]);
    const [row] = await on.sql<{ events: string; latest_expiry: Date | null }>(
      'SELECT events, latest_expiry FROM archive_slices WHERE bucket = $1 AND starts_at = $2 AND ends_at = $3',
      [bucket, new Date(from), new Date(to)],
    );
    return row && { events: Number(row.events), latest: row.latest_expiry };
  };
  const archive = (ids: string[], bucket: number) =>
    on.mover.transaction(async (manager) => {
      const locked = (await manager.query(
        'SELECT id FROM events WHERE bucket = 0 AND id = ANY ($1) FOR UPDATE SKIP LOCKED',
        [ids],
      )) as { id: string }[];
      const moves = locked.map(({ id }) => ({ id, to: bucket }));
      return on.mover.move(manager, 0, moves);
    });
  const bucketOf = async (id: string) => (await on.row<{ bucket: number }>('events', id)).bucket;

  it.each([
    ['events', EVENT_COLUMNS],
    ['deliveries', DELIVERY_COLUMNS],
  ])('takes every column along: %s', async (table, columns) => {
    const there = await on.sql<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns
        WHERE table_name = $1 AND table_schema = current_schema() AND column_name NOT IN ('bucket', 'archived')`,
      [table],
    );
    expect(columns.split(/,\s*/).toSorted()).toEqual(there.map(({ name }) => name).toSorted());
  });

  it('lies in the slice of its class with its deliveries and labels, of several classes at once', async () => {
    const lifetimes = [HOUR, 2 * DAY, 30 * DAY, null];
    const ids = await Promise.all(lifetimes.map(delivered));
    const before = [await all('events'), await all('deliveries')];
    const moves = ids.map((id, n) => ({ id, to: archiveBucket(lifetimes[n] ?? Infinity) }));

    expect(await on.mover.transaction((manager) => on.mover.move(manager, 0, moves))).toBe(4);

    expect([await all('events'), await all('deliveries')]).toEqual(before);
    for (const { id, to } of moves) {
      const { lies_in } = await on.row<{ lies_in: string }>('events', id);
      expect(lies_in).toMatch(to === 7 ? /^events_kept$/ : new RegExp(`^events_b${to}_\\d{8}t`));
      const [delivery] = await on.sql<{ lies_in: string }>(
        'SELECT tableoid::regclass::text AS lies_in FROM deliveries WHERE event_id = $1',
        [id],
      );
      expect(delivery!.lies_in).toBe(lies_in.replace('events', 'deliveries'));
      expect(await labelEntries(on, [id])).toBe(2);
    }
  });

  it('is counted by its slice, which knows until when something lives in it', async () => {
    const ids = await Promise.all([2 * DAY, DAY, 7 * HOUR].map(delivered));
    const expiries = await Promise.all(
      ids.map(async (id) => (await on.row<{ expires_at: Date }>('events', id)).expires_at),
    );
    await archive([ids[1]!, ids[2]!], 3);
    expect(await sliceRow(3, ids[0]!)).toEqual({ events: 2, latest: expiries[1] });
    await archive([ids[0]!], 3);
    expect(await sliceRow(3, ids[0]!)).toEqual({ events: 3, latest: expiries[0] });

    await on.log.change(PROJECT, ids[0]!, { archived: false });
    await on.log.delete(PROJECT, ids[1]!);
    expect(await labelEntries(on, [ids[1]!])).toBe(0);
    expect(await sliceRow(3, ids[0]!)).toEqual({ events: 1, latest: expiries[0] });
    await on.mover.transaction((manager) => on.mover.move(manager, 3, [{ id: ids[2]!, to: 4 }]));
    expect(await sliceRow(3, ids[0]!)).toMatchObject({ events: 0 });
    expect(await sliceRow(4, ids[0]!)).toEqual({ events: 1, latest: expiries[2] });
  });

  it('stays while it has open deliveries', async () => {
    const [one, other] = [await delivered(2 * DAY), await delivered(2 * DAY)];
    await on.log.replay(PROJECT, one, []);

    expect(await archive([one, other], 3)).toBe(1);
    expect([await bucketOf(one), await bucketOf(other)]).toEqual([0, 3]);
    expect(await labelEntries(on, [one, other])).toBe(4);
    expect(await on.count('SELECT count(*) FROM deliveries WHERE event_id = $1 AND bucket = 0', [one])).toBe(
      2,
    );
    await on.mover.transaction((manager) => on.mover.remove(manager, 0, [one]));
    expect(await bucketOf(one)).toBe(0);
  });

  it('has a missing slice made, exactly', async () => {
    on.setClock(new Date('2025-03-01T04:30Z'));
    const id = await delivered(2 * DAY);
    await archive([id], 3);

    expect(await on.row('events', id)).toHaveProperty('lies_in', 'events_b3_20250301t0300');
    expect(await sliceRow(3, id)).toMatchObject({ events: 1 });
  });

  it('waits for a slice that is about to be dropped, where it was', async () => {
    const id = await delivered(2 * DAY);
    await on.sql('UPDATE archive_slices SET dropping = true WHERE bucket = 3');
    const rolledBack = `SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()`;
    const before = await on.count(rolledBack);
    const moving = on.log.change(PROJECT, id, { archived: true });
    await eventually(async () => expect(await on.count(rolledBack)).toBeGreaterThan(before));
    expect([await bucketOf(id), await sliceRow(3, id)]).toEqual([0, { events: 0, latest: null }]);

    await on.sql('UPDATE archive_slices SET dropping = false WHERE bucket = 3');
    await moving;
    expect([await bucketOf(id), await sliceRow(3, id)]).toMatchObject([3, { events: 1 }]);
  });

  it('is where it was when the mover is killed', async () => {
    const id = await delivered(2 * DAY);
    const before = [await all('events'), await all('deliveries')];
    const killed = on.mover.transaction(async (manager) => {
      await on.mover.move(manager, 0, [{ id, to: 3 }]);
      await manager.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });

    await expect(killed).rejects.toThrow();
    expect([await all('events'), await all('deliveries')]).toEqual(before);
    expect(await labelEntries(on, [id])).toBe(2);
    expect(await bucketOf(id)).toBe(0);
    expect(await sliceRow(3, id)).toMatchObject({ events: 0 });
  });

  it('gets the outcome of a try that was under way', async () => {
    const id = await delivered(2 * DAY);
    await on.log.change(PROJECT, id, { archived: true });
    on.handedOver.length = 0;
    await on.log.replay(PROJECT, id, []);
    const [ref] = on.handedOver;
    await on.log.change(PROJECT, id, { archived: false });

    const outcome = { ref: ref!, status: 'delivered' as const, attempt: null, delayMs: null };
    expect(await on.deliver.record([outcome])).toEqual(new Set([ref!.id]));
    expect(await on.row('deliveries', ref!.id)).toMatchObject({ bucket: 0, status: 'delivered' });
  });

  it('is neither lost nor doubled by those who are at it at once', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => delivered(2 * DAY)));
    const [gone, ...others] = ids;
    await on.log.delete(PROJECT, gone!);
    const there = (state: string) => async (id: string) => {
      try {
        if (state === 'replay') await on.log.replay(PROJECT, id, []);
        else if (state === 'delete') await on.log.delete(PROJECT, id);
        else if (state === 'relabel') await on.log.change(PROJECT, id, { labels: { team: 'b', by: id } });
        else await on.log.change(PROJECT, id, { archived: state === 'archive' });
      } catch (error) {
        expect(error).toHaveProperty(
          'code',
          expect.stringMatching(/^event\.(not_found|deliveries_pending)$/),
        );
      }
    };
    const deleted = others.slice(0, 10);
    await Promise.all([
      ...[1, 2].map(() => archive(others, 3)),
      ...others.slice(5, 25).map(there('replay')),
      ...others.slice(15, 35).map(there('archive')),
      ...others.slice(20, 39).map(there('back')),
      ...others.slice(5, 39).map(there('relabel')),
      ...deleted.map(there('delete')),
    ]);

    const kept = others.slice(10).toSorted();
    const rows = await on.sql<{ id: string }>('SELECT id FROM events ORDER BY id');
    expect(rows.map(({ id }) => id)).toEqual(kept);
    const apart = `SELECT count(*) FROM deliveries d LEFT JOIN events e ON e.bucket = d.bucket AND e.id = d.event_id WHERE e.id IS NULL`;
    expect(await on.count(apart)).toBe(0);
    expect(await labelEntries(on, ids)).toBe(2 * kept.length);
    expect(await on.count('SELECT count(*) FROM deliveries')).toBe(kept.length + 15);
    const counted = await on.count('SELECT sum(events) FROM archive_slices WHERE bucket = 3');
    expect(counted).toBe(await on.count('SELECT count(*) FROM events WHERE bucket = 3'));
  });

  it('that there is not is not moved', async () => {
    expect(await archive([uuidV7(Date.now())], 3)).toBe(0);
  });
});
