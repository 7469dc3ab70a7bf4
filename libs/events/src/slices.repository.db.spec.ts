import { describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { usePlatform } from '../../../test/support/platform.js';
import { ARCHIVE_CLASSES } from './buckets.js';
import { slicesToCreate, sliceName } from './slices.js';

describe('The slices of the archive', () => {
  const on = usePlatform();

  const attached = async (table: 'events' | 'deliveries') =>
    (
      await on.sql<{ name: string }>(
        `SELECT slice.relname AS name FROM pg_inherits
           JOIN pg_class parent ON parent.oid = inhparent JOIN pg_class slice ON slice.oid = inhrelid
          WHERE parent.relname ~ '^${table}_b' AND parent.relkind = 'p' ORDER BY 1`,
      )
    ).map(({ name }) => name);

  const drop = async (isToGo: (name: string) => boolean) => {
    for (const table of ['events', 'deliveries'] as const)
      for (const name of (await attached(table)).filter(isToGo)) await on.sql(`DROP TABLE ${name}`);
  };

  it('are made by two processes at once without either failing, each once', async () => {
    await drop(() => true);
    const expected = slicesToCreate(Date.now(), new Map());
    await Promise.all([on.slices.createAhead(), on.slices.createAhead()]);

    for (const table of ['events', 'deliveries'] as const)
      expect(await attached(table)).toEqual(
        expected.map((slice) => `${table}_${sliceName(slice)}`).toSorted(),
      );
  });

  it('are not made again', async () => {
    expect(await on.slices.createAhead()).toBe(0);
  });

  it('are made on from where the last ends', async () => {
    const all = await attached('events');
    const future = slicesToCreate(Date.now(), new Map()).filter(({ from }) => from > Date.now());
    const names = new Set(future.map(sliceName));
    await drop((name) => names.has(name.replace(/^[a-z]+_/, '')));
    expect(await attached('events')).toHaveLength(all.length - names.size);

    expect(await on.slices.createAhead()).toBe(names.size);
    expect(await attached('events')).toEqual(all);
  });

  it('have the indexes of their table and no constraint that slows a write', async () => {
    const [slice] = await attached('events');
    const indexes = await on.count(`SELECT count(*) FROM pg_indexes WHERE tablename = $1`, [slice]);
    const inSlice = await on.count(`SELECT count(*) FROM pg_constraint WHERE conname = 'in_slice'`);

    expect(indexes).toBe(await on.count(`SELECT count(*) FROM pg_indexes WHERE tablename = 'events'`));
    expect(inSlice).toBe(0);
  });

  it.each(ARCHIVE_CLASSES)('take in the rows of class $bucket', async ({ bucket }) => {
    const now = Date.now();
    const slice = slicesToCreate(now, new Map()).find((one) => one.bucket === bucket)!;
    const id = uuidV7(now);
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
    for (const table of ['events', 'deliveries'] as const)
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
    for (const { bucket } of ARCHIVE_CLASSES)
      await on.sql(
        `INSERT INTO events (bucket, id, project_id, source, payload, fired_at, archive_at, expires_at)
         VALUES ($1, $2, $2, 'manual', '{}', now(), now(), now())`,
        [bucket, tomorrow],
      );

    expect(await on.count('SELECT count(*) FROM events WHERE id = $1', [tomorrow])).toBe(
      ARCHIVE_CLASSES.length,
    );
  });
});
