import { describe, expect, it } from 'vitest';
import { SLICED_TABLES, type SlicedTable } from '@app/events';
import { eventually } from '../../../../test/support/eventually.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { activeEventOf, fillSlice, type FilledSlice } from '../../../../test/support/slices.js';
import { Dropper } from './dropper.js';
import { SliceDropsRepository } from './slice-drops.repository.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EXPIRED = -HOUR;
const PENDING = 'SELECT count(*) FROM pg_inherits WHERE inhdetachpending';

describe('The dropper', () => {
  const on = usePlatform();
  const runOnce = (limit = 10) => on.get(Dropper).runOnce(limit);
  const nothing = { partitions_dropped: 0, deleted: 0, more: false };

  /** Its tables, and its row of the catalogue. */
  const leftOf = ({ bucket, from, ...slice }: FilledSlice) =>
    on.count(
      `SELECT (SELECT count(to_regclass(name)) FROM unnest($1::text[]) name) +
              (SELECT count(*) FROM archive_slices WHERE bucket = $2 AND starts_at = $3)`,
      [SLICED_TABLES.map((table) => slice[table]), bucket, new Date(from)],
    );
  const WHOLE = SLICED_TABLES.length + 1;
  const mark = ({ bucket, from }: FilledSlice) =>
    on.sql('UPDATE archive_slices SET dropping = true WHERE bucket = $1 AND starts_at = $2', [
      bucket,
      new Date(from),
    ]);
  const alter = (table: SlicedTable, slice: FilledSlice) =>
    `ALTER TABLE ${table}_b${slice.bucket} DETACH PARTITION ${slice[table]}`;

  /** The detachment of a process that is killed while it waits. */
  async function leavePending(table: SlicedTable, slice: FilledSlice): Promise<void> {
    const reader = await on.reader();
    const killed = on.sql(`${alter(table, slice)} CONCURRENTLY`).catch((error: Error) => error.message);
    await eventually(async () => expect(await on.count(PENDING)).toBe(1));
    await on.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE '%CONCURRENTLY%' AND pid <> pg_backend_pid()`,
    );
    expect(await killed).toMatch(/terminat/);
    await reader.end();
    expect(await on.count(PENDING)).toBe(1);
  }

  it('removes an expired slice as tables, and not a row by itself', async () => {
    const slice = await fillSlice(on, { age: 5 * DAY, expiresIn: EXPIRED });
    for (const table of SLICED_TABLES.map((one) => slice[one]))
      await on.sql(`CREATE FUNCTION no_${table}() RETURNS trigger LANGUAGE plpgsql AS
                    $$BEGIN RAISE EXCEPTION 'row by row'; END$$;
                    CREATE TRIGGER kept BEFORE DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION no_${table}()`);

    expect(await runOnce()).toEqual({ partitions_dropped: 1, deleted: 3, more: false });
    expect(await leftOf(slice)).toBe(0);
    for (const table of ['deliveries', 'event_labels'])
      expect(await on.count(`SELECT count(*) FROM ${table} WHERE event_id = ANY ($1)`, [slice.ids])).toBe(0);
    expect(await runOnce()).toEqual(nothing);
  });

  it('leaves an archived event in the slice where it lies until its time is over, and then there is no such slice', async () => {
    on.setClock(-5 * DAY);
    const { id } = await on.record();
    on.setClock(0);
    await on.sql(
      `UPDATE events SET fired_at = now() - interval '5 days', archive_at = now() - interval '1 s',
              expires_at = now() + interval '1 hour' WHERE id = $1`,
      [id],
    );
    const placeOf = async () => {
      const rows = await on.sql<{ place: string }>(
        'SELECT tableoid::regclass AS place FROM events WHERE id = $1',
        [id],
      );
      return rows.map(({ place }) => place);
    };
    expect(await placeOf()).toEqual(['events_active']);
    expect(await on.archiver.runOnce(10)).toMatchObject({ archived: 1 });
    const [place = ''] = await placeOf();
    expect(place).toMatch(/^events_b4_\d{8}t\d{4}$/);
    expect(await runOnce()).toEqual(nothing);
    expect(await placeOf()).toEqual([place]);

    await on.sql('UPDATE events SET expires_at = now() WHERE id = $1', [id]); // an hour later
    await on.sql('UPDATE archive_slices SET latest_expiry = now() WHERE events = 1');
    expect(await runOnce()).toMatchObject({ partitions_dropped: 1, deleted: 1 });
    expect(await on.count('SELECT count(to_regclass($1))', [place])).toBe(0);
    expect(await placeOf()).toEqual([]);
  });

  it('does so long before the longest lifetime of the class has passed', async () => {
    const slice = await fillSlice(on, { bucket: 6, age: 60 * DAY, expiresIn: EXPIRED });

    expect(await runOnce()).toMatchObject({ partitions_dropped: 1, deleted: 3 });
    expect(await leftOf(slice)).toBe(0);
  });

  it('leaves a slice alone in which an event has not expired', async () => {
    const slice = await fillSlice(on, { age: 5 * DAY, expiresIn: EXPIRED });
    await on.sql(`UPDATE archive_slices SET latest_expiry = now() + interval '1 s' WHERE starts_at = $1`, [
      new Date(slice.from),
    ]);

    expect(await runOnce()).toEqual(nothing);
    expect(await leftOf(slice)).toBe(WHOLE);
    await on.sql(`UPDATE archive_slices SET latest_expiry = now() WHERE starts_at = $1`, [
      new Date(slice.from),
    ]);
    expect(await runOnce()).toMatchObject({ deleted: 3 });
  });

  it('leaves a slice alone that active events belong to', async () => {
    const slice = await fillSlice(on, { bucket: 4, age: 3 * DAY, expiresIn: EXPIRED });
    const active = await activeEventOf(on, slice);

    expect(await runOnce()).toEqual(nothing);
    await on.sql('DELETE FROM events WHERE id = $1', [active]);
    expect(await runOnce()).toMatchObject({ deleted: 3 });
  });

  it('notices what was moved in since it looked', async () => {
    const slice = await fillSlice(on, { age: 5 * DAY, expiresIn: EXPIRED });
    const repository = on.get(SliceDropsRepository);
    const [seen] = await repository.candidates();
    await fillSlice(on, { age: 5 * DAY, expiresIn: HOUR });

    expect(await repository.mark(seen!)).toBeUndefined();
    expect(await leftOf(slice)).toBe(WHOLE);
    await on.sql(`UPDATE archive_slices SET latest_expiry = now() WHERE starts_at = $1`, [
      new Date(slice.from),
    ]);
    expect(await runOnce()).toMatchObject({ deleted: 6 });
  });

  it('leaves the slices of today and tomorrow alone', async () => {
    const slices = 'SELECT count(*) FROM archive_slices';
    const before = await on.count(slices);
    await on.sql("UPDATE archive_slices SET latest_expiry = now() - interval '1 hour'");

    expect(await runOnce(1000)).toEqual(nothing);
    expect(await on.count(slices)).toBe(before);
    await on.sql('UPDATE archive_slices SET latest_expiry = NULL');
  });

  it('changes nothing for others, and what is needed again comes into being again', async () => {
    const slice = await fillSlice(on, { age: 5 * DAY, expiresIn: EXPIRED });
    const other = await fillSlice(on, { age: 6 * DAY, expiresIn: HOUR });
    const drop = runOnce();
    const recorded = await Promise.all(Array.from({ length: 20 }, () => on.record()));
    await drop;

    expect(await leftOf(slice)).toBe(0);
    const rows = 'SELECT count(*) FROM events WHERE id = ANY ($1)';
    expect(await on.count(rows, [other.ids])).toBe(3);
    expect(await on.count(rows, [recorded.map(({ id }) => id)])).toBe(20);
    const again = await fillSlice(on, { age: 5 * DAY, expiresIn: EXPIRED });
    expect(again.events).toBe(slice.events);
    expect(await runOnce()).toMatchObject({ deleted: 3 });
  });

  it('takes so many at a time, and says whether there are more', async () => {
    for (const age of [10, 11, 12]) await fillSlice(on, { age: age * DAY, expiresIn: EXPIRED, count: 1 });

    expect(await runOnce(2)).toEqual({ partitions_dropped: 2, deleted: 2, more: true });
    expect(await runOnce(2)).toEqual({ partitions_dropped: 1, deleted: 1, more: false });
  });

  describe('goes on after a process that was killed', () => {
    it.each<[string, (slice: FilledSlice) => Promise<unknown>]>([
      ['having marked the slice', mark],
      ...SLICED_TABLES.flatMap((table, n): [string, (slice: FilledSlice) => Promise<void>][] => {
        const markAndDetach = async (slice: FilledSlice, count: number) => {
          await mark(slice);
          for (const gone of SLICED_TABLES.slice(0, count)) await on.sql(alter(gone, slice));
        };
        return [
          [
            `while it detached its ${table}`,
            async (slice) => {
              await markAndDetach(slice, n);
              await leavePending(table, slice);
            },
          ],
          [`having detached its ${table}`, (slice) => markAndDetach(slice, n + 1)],
          [
            `having detached its ${table} alone`,
            async (slice) => {
              await mark(slice);
              await on.sql(alter(table, slice));
            },
          ],
        ];
      }),
      [
        'having lost all tables',
        async (slice) => {
          await mark(slice);
          for (const table of SLICED_TABLES) await on.sql(`DROP TABLE ${slice[table]}`);
        },
      ],
    ])('%s', async (_, killed) => {
      await on.slicesAhead.runOnce(Infinity); // an hour may have begun since the template was made
      const slice = await fillSlice(on, { age: 5 * DAY, expiresIn: EXPIRED });
      const next = await fillSlice(on, { age: 4 * DAY, expiresIn: EXPIRED });
      await killed(slice);

      expect(await runOnce()).toEqual({ partitions_dropped: 2, deleted: 6, more: false });
      expect(await leftOf(slice)).toBe(0);
      expect(await leftOf(next)).toBe(0);
      expect(await on.slicesAhead.runOnce(Infinity)).toBe(0);
    });
  });

  it('waits for who is reading, and nobody else does', async () => {
    const slice = await fillSlice(on, { age: 5 * DAY, expiresIn: EXPIRED });
    const reader = await on.reader();
    const drop = runOnce();
    await eventually(async () => expect(await on.count(PENDING)).toBe(SLICED_TABLES.length));

    const { id } = await on.record();
    expect((await on.log.list(PROJECT, { archived: 'false' }, 10)).data.map((event) => event.id)).toContain(
      id,
    );
    const meanwhile = await fillSlice(on, { age: 7 * DAY, expiresIn: HOUR });
    expect(await on.row('events', meanwhile.ids[0]!)).toMatchObject({ lies_in: meanwhile.events });
    expect(await leftOf(slice)).toBe(WHOLE);
    await reader.end();
    expect(await drop).toMatchObject({ partitions_dropped: 1 });
  });

  it('counts a slice once when two processes drop it at the same time', async () => {
    for (const days of [20, 21, 22]) await fillSlice(on, { age: days * DAY, expiresIn: EXPIRED });
    const both = await Promise.all([runOnce(), runOnce()]);
    for (let n = 0; n < 3; n++) both.push(await runOnce()); // what one of them could not do for the other

    expect(both.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(9);
    expect(both.at(-1)).toEqual(nothing);
  });
});
