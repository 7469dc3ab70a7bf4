import { describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { eventually } from '../../../test/support/eventually.js';
import { usePlatform } from '../../../test/support/platform.js';
import { ARCHIVE_CLASSES } from './buckets.js';
import {
  SLICED_TABLES,
  type SlicedTable,
  slicesOf,
  slicesToCreate,
  sliceName,
  type Slice,
} from './slices.js';

describe('The slices of the archive', () => {
  const on = usePlatform();

  const attached = async (table: SlicedTable) =>
    (
      await on.sql<{ name: string }>(
        `SELECT slice.relname AS name FROM pg_inherits
           JOIN pg_class parent ON parent.oid = inhparent JOIN pg_class slice ON slice.oid = inhrelid
          WHERE parent.relname ~ '^${table}_b' AND parent.relkind = 'p' ORDER BY 1`,
      )
    ).map(({ name }) => name);

  const drop = async (isToGo: (name: string) => boolean) => {
    for (const table of SLICED_TABLES)
      for (const name of (await attached(table)).filter((one) => isToGo(one.replace(`${table}_`, ''))))
        await on.sql(`DROP TABLE ${name}`);
    for (const { bucket, starts_at } of await catalogue())
      if (isToGo(sliceName({ bucket, from: starts_at.getTime() })))
        await on.sql('DELETE FROM archive_slices WHERE bucket = $1 AND starts_at = $2', [bucket, starts_at]);
  };

  const insertInto = async (bucket: number, id: string) => {
    await on.sql(
      `INSERT INTO events (bucket, id, project_id, source, payload, fired_at, archive_at, expires_at)
       VALUES ($1, $2, $2, 'manual', '{}', now(), now(), now())`,
      [bucket, id],
    );
    await on.sql(
      `INSERT INTO deliveries (bucket, event_id, id, project_id, destination_id, message_id, status)
       VALUES ($1, $2, $2, $2, $2, $2, 'delivered')`,
      [bucket, id],
    );
  };

  const catalogue = () =>
    on.sql<{ bucket: number; starts_at: Date; ends_at: Date; events: string; latest_expiry: Date | null }>(
      `SELECT bucket, starts_at, ends_at, events, latest_expiry, dropping FROM archive_slices ORDER BY bucket, starts_at`,
    );

  /** As the catalogue lists them. */
  const inClasses = (slices: Slice[]) => slices.toSorted((a, b) => a.bucket - b.bucket || a.from - b.from);

  it('are made by two processes at once without either failing, each once', async () => {
    await drop(() => true);
    const expected = slicesToCreate(Date.now(), new Map());
    await Promise.all([on.slicesAhead.runOnce(Infinity), on.slicesAhead.runOnce(Infinity)]);

    for (const table of SLICED_TABLES)
      expect(await attached(table)).toEqual(
        expected.map((slice) => `${table}_${sliceName(slice)}`).toSorted(),
      );
    expect(await catalogue()).toEqual(
      inClasses(expected).map(({ bucket, from, to }) => ({
        bucket,
        starts_at: new Date(from),
        ends_at: new Date(to),
        events: '0',
        latest_expiry: null,
        dropping: false,
      })),
    );
  });

  it('are not made again', async () => {
    expect(await on.slicesAhead.runOnce(Infinity)).toBe(0);
  });

  it('are made on from where the last ends', async () => {
    const all = await attached('events');
    const future = slicesToCreate(Date.now(), new Map()).filter(({ from }) => from > Date.now());
    const names = new Set(future.map(sliceName));
    await drop((name) => names.has(name));
    expect(await attached('events')).toHaveLength(all.length - names.size);

    expect(await on.slicesAhead.runOnce(Infinity)).toBe(names.size);
    expect(await attached('events')).toEqual(all);
  });

  it('are made so many at a time, those that are needed first first, and no class gets a gap', async () => {
    await drop(() => true);
    const missing = slicesToCreate(Date.now(), new Map());
    const made = async (): Promise<Slice[]> =>
      (await catalogue()).map(({ bucket, starts_at, ends_at }) => ({
        bucket,
        from: starts_at.getTime(),
        to: ends_at.getTime(),
      }));
    const present = inClasses(missing.filter(({ from }) => from <= Date.now()));

    expect(await on.slicesAhead.runOnce(0)).toBe(0);
    expect(await on.slicesAhead.runOnce(present.length)).toBe(ARCHIVE_CLASSES.length);
    expect(await made()).toEqual(present);
    for (let there = present.length; there < missing.length;) {
      const created = await on.slicesAhead.runOnce(7);
      const slices = await made();
      const left = missing.filter((slice) => !slices.some((one) => sliceName(one) === sliceName(slice)));
      expect(created).toBe(Math.min(7, missing.length - there));
      expect(slices).toHaveLength((there += created));
      for (const { from } of left)
        expect(from).toBeGreaterThanOrEqual(Math.max(...slices.map((one) => one.from)));
      for (const [n, { bucket, from }] of slices.entries())
        if (slices[n - 1]?.bucket === bucket) expect(from).toBe(slices[n - 1]!.to);
    }
    expect(await made()).toEqual(inClasses(missing));
  });

  describe('for ids of any age', () => {
    const DAY = 86_400_000;
    const old = (days: number) => uuidV7(Date.now() - days * DAY);
    const nameOf = (bucket: number, id: string) => `events_${sliceName(slicesOf(bucket, [id])[0]!)}`;

    it('are made exactly, by several processes at once', async () => {
      const before = await attached('events');
      const ids = [old(30), old(10), old(20), old(20)];
      await Promise.all(Array.from({ length: 4 }, () => on.slices.ensure(3, ids)));

      const made = new Set(ids.map((id) => nameOf(3, id)));
      expect(await attached('events')).toEqual([...before, ...made].toSorted());
      expect(await attached('deliveries')).toHaveLength(before.length + 3);
      expect(await catalogue()).toHaveLength(before.length + 3);
    });

    it('may lie between others, and take rows in', async () => {
      const id = old(15);
      await on.slices.ensure(3, [id]);
      await insertInto(3, id);

      expect(await on.row('events', id)).toMatchObject({ lies_in: nameOf(3, id) });
    });

    it('are made even beside a drop that waits for a reader', async () => {
      await on.slices.ensure(2, [old(5)]);
      const reader = await on.reader();
      const going = nameOf(2, old(5));
      const drop = on.sql(`ALTER TABLE events_b2 DETACH PARTITION ${going} CONCURRENTLY`);
      const isPending = `SELECT count(*) FROM pg_inherits WHERE inhdetachpending`;
      await eventually(async () => expect(await on.count(isPending)).toBe(1));
      await on.slices.ensure(2, [old(6)]);
      await reader.end();
      await drop;

      expect(await attached('events')).toContain(nameOf(2, old(6)));
    });

    it('do not come back while they are being dropped, and do when they are gone', async () => {
      const id = old(40);
      const [slice] = slicesOf(4, [id]);
      await on.slices.ensure(4, [id]);
      const values = [4, new Date(slice!.from)];
      await on.sql('UPDATE archive_slices SET dropping = true WHERE bucket = $1 AND starts_at = $2', values);
      await on.slices.ensure(4, [id, old(41)]);
      expect(await attached('events')).toContain(nameOf(4, old(41)));

      await drop((name) => name === sliceName(slice!));
      await on.slices.ensure(4, [id]);
      expect(await attached('events')).toContain(nameOf(4, id));
    });

    it.each([0, 7])('are not made where there are none: bucket %d', async (bucket) => {
      const before = await catalogue();
      await on.slices.ensure(bucket, [old(3)]);

      expect(await catalogue()).toEqual(before);
    });

    it('do not keep those of tomorrow from being made', async () => {
      await on.slices.ensure(1, [old(100)]);
      expect(await on.slicesAhead.runOnce(Infinity)).toBe(0);
    });
  });

  it('have the indexes of their table and no constraint that slows a write', async () => {
    const [slice] = await attached('events');
    const indexes = await on.count(`SELECT count(*) FROM pg_indexes WHERE tablename = $1`, [slice]);
    const inSlice = await on.count(`SELECT count(*) FROM pg_constraint WHERE conname = 'in_slice'`);

    expect(indexes).toBe(await on.count(`SELECT count(*) FROM pg_indexes WHERE tablename = 'events'`));
    expect(inSlice).toBe(0);
  });

  it.each(ARCHIVE_CLASSES)('take in the rows of class $bucket', async ({ bucket }) => {
    const id = uuidV7(Date.now());
    const slice = slicesOf(bucket, [id])[0]!;
    await insertInto(bucket, id);

    expect(await on.row('events', id)).toMatchObject({
      lies_in: `events_${sliceName(slice)}`,
      archived: true,
    });
    expect(await on.row('deliveries', id)).toMatchObject({ lies_in: `deliveries_${sliceName(slice)}` });
  });

  it('are made for events of any time when they are missing, each once and with its row in the catalogue', async () => {
    const at = Date.parse('2026-01-02T04:00Z');
    const ids = [uuidV7(at), uuidV7(at + 1), uuidV7(at + 3 * 3_600_000), uuidV7(Date.now())];
    await Promise.all([on.slices.ensure(3, ids), on.slices.ensure(3, ids), on.slices.ensure(7, ids)]);

    const made = ['b3_20260102t0300', 'b3_20260102t0600'];
    for (const table of SLICED_TABLES)
      expect((await attached(table)).filter((name) => name.includes('2026010'))).toEqual(
        made.map((name) => `${table}_${name}`),
      );
    const catalogue = await on.sql(
      `SELECT bucket, starts_at, events FROM archive_slices WHERE ends_at < '2026-02-01' ORDER BY starts_at`,
    );
    expect(catalogue).toEqual([
      { bucket: 3, starts_at: new Date('2026-01-02T03:00Z'), events: '0' },
      { bucket: 3, starts_at: new Date('2026-01-02T06:00Z'), events: '0' },
    ]);
  });

  it('take in what is made within a day', async () => {
    const tomorrow = uuidV7(Date.now() + 23 * 3_600_000);
    for (const { bucket } of ARCHIVE_CLASSES) await insertInto(bucket, tomorrow);

    expect(await on.count('SELECT count(*) FROM events WHERE id = $1', [tomorrow])).toBe(
      ARCHIVE_CLASSES.length,
    );
  });
});
