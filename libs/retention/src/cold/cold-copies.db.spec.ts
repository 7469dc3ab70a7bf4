import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { uuidV7Floor } from '@app/clock';
import { OwnConnections } from '@app/database';
import { EventMover } from '@app/deliveries';
import { usePlatform } from '../../../../test/support/platform.js';
import { fillSlice, type FilledSlice } from '../../../../test/support/slices.js';
import { Archiver } from '../archiving/archiver.js';
import { DueEventsRepository } from '../archiving/due-events.repository.js';
import { Dropper } from '../dropping/dropper.js';
import { SliceDropsRepository } from '../dropping/slice-drops.repository.js';
import { ColdArchive } from './cold-archive.js';
import { ColdCopies } from './cold-copies.js';
import { ColdEventsRepository, type ColdLine } from './cold-events.repository.js';
import type { ColdRecord } from './cold-record.js';
import { RECORDED_OF_DELIVERIES, RECORDED_OF_EVENTS } from './cold-statements.js';
import type { Manifest } from './manifest.js';
import { FolderStore } from './stores/folder-store.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A folder that fails as it is told to, by the end of the name. */
class FaultyStore extends FolderStore {
  /** Writing these rejects. */
  refuses: string | undefined;
  /** The first byte of what is read of these is another one. */
  corrupts = false;
  /** What happens while an object is written. */
  meanwhile: (() => Promise<unknown>) | undefined;

  override async write(name: string, body: AsyncIterable<Buffer>): Promise<void> {
    await super.write(name, body);
    if (name.endsWith('.gz')) await this.meanwhile?.();
    if (this.refuses && name.endsWith(this.refuses)) {
      await this.remove(name);
      throw new Error('the disk is full');
    }
  }

  override async read(name: string): Promise<Readable> {
    const stream = await super.read(name);
    if (!this.corrupts) return stream;
    const bytes = Buffer.concat(await stream.toArray());
    bytes[bytes.length - 1]! ^= 1;
    return Readable.from([bytes]);
  }
}

describe('Before events are deleted by time', () => {
  const on = usePlatform();
  let folder: string;
  let store: FaultyStore;
  let slice: FilledSlice;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'etp-cold-'));
    store = new FaultyStore(folder);
    await on.sql('DELETE FROM events');
    await on.sql('UPDATE archive_slices SET latest_expiry = NULL, events = 0, dropping = false');
    slice = await fillSlice(on, { age: 5 * DAY, expiresIn: -DAY });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const copies = () => new ColdCopies(store, on.get(ColdEventsRepository), on.clock);
  const drop = () => new Dropper(on.get(SliceDropsRepository), copies(), on.get(OwnConnections)).runOnce(10);
  const archive = () => new Archiver(on.get(DueEventsRepository), on.get(EventMover), copies()).runOnce(1000);
  const eventsLeft = (ids = slice.ids) => on.count('SELECT count(*) FROM events WHERE id = ANY ($1)', [ids]);
  const files = async () => (await readdir(folder)).toSorted();
  const manifests = async () => {
    const names = (await files()).filter((name) => name.endsWith('.manifest.json'));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return texts.map((text) => JSON.parse(text) as Manifest).toSorted((a, b) => a.events - b.events);
  };
  const records = async (name?: string) => {
    const object = name ?? (await files()).find((one) => one.endsWith('.ndjson.gz'))!;
    const text = gunzipSync(await readFile(join(folder, object))).toString();
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as ColdRecord);
  };

  it('a slice is written as it is, verified, and only then dropped', async () => {
    const payload = '{\n  "b": 1.10,\r\n "a": "line\\nbreak \u2028", "n": 12345678901234567890\n}';
    await on.sql('UPDATE events SET payload = $2::json WHERE id = $1', [slice.ids[0], payload]);
    await on.sql(`UPDATE deliveries SET status = 'queued', queued_until = now() WHERE event_id = $1`, [
      slice.ids[1],
    ]);
    expect(await drop()).toEqual({ partitions_dropped: 1, deleted: 3, more: false });

    expect(await eventsLeft()).toBe(0);
    const name = (await files())[0]!.replace(/\.manifest\.json$/, '');
    expect(name).toMatch(/^events-b3_\d{8}t\d{4}-[0-9a-f-]{36}$/);
    expect(await files()).toEqual([`${name}.manifest.json`, `${name}.ndjson.gz`]);
    const [manifest] = await manifests();
    expect(manifest).toMatchObject({ schema_version: 1, kind: 'slice', bucket: 3, events: 3, deliveries: 3 });
    expect(manifest!.slice!.starts_at).toBe(new Date(slice.from).toISOString());
    expect(manifest!.platform_version).toMatch(/^\d+\.\d+\.\d+$/);
    const written = await records();
    expect(written.map(({ id }) => id).toSorted()).toEqual(slice.ids.toSorted());
    expect(written.flatMap(({ deliveries }) => deliveries.map(({ status }) => status)).toSorted()).toEqual([
      'dead',
      'delivered',
      'delivered',
    ]);
    const raw = gunzipSync(await readFile(join(folder, `${name}.ndjson.gz`))).toString();
    expect(raw).toContain(`"payload":${payload.replaceAll(/[\n\r]/g, ' ')},"labels"`);
    const [object] = await Readable.from(new ColdArchive(store).objects()).toArray();
    expect(await new ColdArchive(store).faultOf(object)).toBeUndefined();
  });

  it('every column is kept, or left out on purpose', async () => {
    const columns = async (table: string) =>
      (
        await on.sql<{ name: string }>(
          `SELECT column_name AS name FROM information_schema.columns
            WHERE table_name = $1 AND table_schema = current_schema()`,
          [table],
        )
      ).map(({ name }) => name);
    const left = ['bucket', 'archived', 'hold', 'unsent'];
    const ended = [
      'bucket',
      'event_id',
      'project_id',
      'in_lane',
      'dispatch',
      'queued_until',
      'next_attempt_at',
    ];

    expect((await columns('events')).toSorted()).toEqual(
      [...RECORDED_OF_EVENTS.split(/,\s*/), ...left].toSorted(),
    );
    expect((await columns('deliveries')).toSorted()).toEqual(
      [...RECORDED_OF_DELIVERIES.split(/,\s*/), ...ended].toSorted(),
    );
  });

  it.each(['.ndjson.gz', '.manifest.json'])('a slice stays whose %s cannot be written', async (refuses) => {
    store.refuses = refuses;
    const { error, ...done } = await drop();

    expect(error).toContain('the cold archive cannot be written: the disk is full');
    expect(done).toEqual({ partitions_dropped: 0, deleted: 0, more: false });
    expect(await eventsLeft()).toBe(3);
    expect(await manifests()).toEqual([]);
    store.refuses = undefined;
    expect(await drop()).toMatchObject({ partitions_dropped: 1, deleted: 3 });
    expect(await manifests()).toMatchObject([{ events: 3 }]);
  });

  it('a slice stays whose copy reads otherwise than it was written, and that copy goes', async () => {
    store.corrupts = true;
    expect((await drop()).error).toContain('the cold archive cannot be written');

    expect(await eventsLeft()).toBe(3);
    expect(await files()).toEqual([]);
  });

  it('a copy that was made before a process died is not made again, unless it is gone', async () => {
    const [candidate] = await on.get(SliceDropsRepository).candidates();
    const marked = await on.get(SliceDropsRepository).mark(candidate!);
    await copies().before(marked!);
    const first = await files();
    await copies().before(marked!);
    expect(await files()).toEqual(first);
    for (const name of first) await store.remove(name);

    await drop();
    expect(await eventsLeft()).toBe(0);
    expect(await manifests()).toMatchObject([{ events: 3 }]);
    expect(await files()).not.toEqual(first);
  });

  it('a copy is not taken for that of a slice into which something came since', async () => {
    const repository = on.get(SliceDropsRepository);
    const [candidate] = await repository.candidates();
    const marked = await repository.mark(candidate!);
    await copies().before(marked!);
    await repository.unmark(marked!);
    await fillSlice(on, { age: 5 * DAY, expiresIn: -DAY, count: 2 });

    expect(await drop()).toMatchObject({ deleted: 5 });
    expect((await manifests()).map(({ events }) => events)).toEqual([3, 5]);
  });

  it('a slice is left to whoever has taken it over while it was written, with their mark', async () => {
    const repository = on.get(SliceDropsRepository);
    const [candidate] = await repository.candidates();
    store.meanwhile = () => repository.mark(candidate!);
    const { error, ...done } = await drop();

    expect(error).toContain('another process has taken over its drop');
    expect(done).toEqual({ partitions_dropped: 0, deleted: 0, more: false });
    const left = 'SELECT dropping, cold_copy FROM archive_slices WHERE bucket = 3 AND starts_at = $1';
    expect(await on.sql(left, [new Date(slice.from)])).toEqual([{ dropping: true, cold_copy: null }]);
    store.meanwhile = undefined;
    expect(await drop()).toMatchObject({ partitions_dropped: 1, deleted: 3 });
  });

  it('a slice with nothing in it leaves nothing', async () => {
    await on.sql('DELETE FROM events WHERE id = ANY ($1)', [slice.ids]);

    expect(await drop()).toMatchObject({ partitions_dropped: 1 });
    expect(await files()).toEqual([]);
  });

  it('a slice is copied from its first id on, and nothing of the one before', async () => {
    const earlier = await fillSlice(on, { age: 5 * DAY + 3 * HOUR, expiresIn: DAY, count: 1 });
    const idOf = (place: string, id: string) =>
      on.sql(`UPDATE events SET id = $2 WHERE id = $1`, [place, id]);
    await idOf(earlier.ids[0]!, uuidV7Floor(slice.from - 1).replace(/0{4}-0{12}$/, 'ffff-ffffffffffff'));
    await idOf(slice.ids[0]!, uuidV7Floor(slice.from));

    expect(await drop()).toMatchObject({ partitions_dropped: 1 });
    expect(await manifests()).toMatchObject([{ events: 3, first_id: uuidV7Floor(slice.from) }]);
  });

  describe('of events large and small', () => {
    const MIB = 2 ** 20;
    const events = () => on.get(ColdEventsRepository);

    /** So many small ones, then large ones with an outage in their deliveries: each of 375 KiB, 11 MiB together. */
    const mixed = async () => {
      const many = await fillSlice(on, { bucket: 4, age: 20 * DAY, expiresIn: -DAY, count: 90 });
      const ids = many.ids.toSorted();
      const large = ids.slice(60);
      await on.sql(`UPDATE events SET payload = $2::json WHERE id = ANY ($1)`, [
        large,
        JSON.stringify({ text: 'x'.repeat(MIB / 4) }),
      ]);
      await on.sql(
        `UPDATE deliveries SET attempts = (SELECT jsonb_agg(jsonb_build_object('number', n, 'response_body', repeat('y', 4096)))
                                              FROM generate_series(1, 30) n) WHERE event_id = ANY ($1)`,
        [large],
      );
      return { ...many, ids, large };
    };
    const isBounded = (page: ColdLine[]) => {
      const lengths = page.map(({ line }) => line.length);
      const sum = lengths.reduce((total, length) => total + length, 0);
      return sum - lengths.at(-1)! <= 4 * MIB;
    };

    it('no page of a slice is much larger than a few MiB, and the copy has them all', async () => {
      const { bucket, from, ids, large } = await mixed();
      const candidate = (await on.get(SliceDropsRepository).candidates()).find(
        (one) => one.bucket === bucket && one.starts_at.getTime() === from,
      )!;
      const pages = await Readable.from(events().linesOfSlice(candidate)).toArray();

      expect(pages.map((page: ColdLine[]) => page.length).slice(0, 2)).toEqual([10, 40]);
      expect(pages.every(isBounded)).toBe(true);
      expect(pages.slice(4).every((page: ColdLine[]) => page.length <= 3)).toBe(true);
      expect(pages.flat().map(({ id }: ColdLine) => id)).toEqual(ids);

      await drop();
      expect((await manifests()).map((one) => one.events)).toEqual([3, 90]);
      const name = (await files()).find((one) => one.includes('b4_') && one.endsWith('.gz'))!;
      const written = await records(name);
      expect(written.map(({ id }) => id)).toEqual(ids);
      for (const { id, payload, deliveries } of written) {
        const isLarge = large.includes(id);
        expect(JSON.stringify(payload).length > MIB / 4).toBe(isLarge);
        expect(deliveries[0]!.attempts).toHaveLength(isLarge ? 30 : 0);
      }
    });

    it('nor is one of events by their ids, of which those that are gone are left out', async () => {
      const { bucket, ids } = await mixed();
      const gone = [...ids.slice(10, 60), ids[70]!, ids[89]!];
      await on.sql('DELETE FROM events WHERE id = ANY ($1)', [gone]);
      const pages = await Readable.from(events().linesOf(bucket, ids.toReversed())).toArray();

      expect(pages.every((page: ColdLine[]) => page.length > 0 && isBounded(page))).toBe(true);
      const there = ids.filter((id) => !gone.includes(id));
      expect(pages.flat().map(({ id }: ColdLine) => id)).toEqual(there);
      expect(await Readable.from(events().linesOf(bucket, gone)).toArray()).toEqual([]);
    });
  });

  it('goes page by page', async () => {
    const many = await fillSlice(on, { bucket: 4, age: 20 * DAY, expiresIn: -DAY, count: 2 });
    await on.sql(
      `INSERT INTO events (bucket, id, project_id, source, payload, fired_at, archive_at, expires_at)
       SELECT 4, (left($1::text, 14) || lpad(to_hex(28672 + n), 4, '0') || right($1::text, 18))::uuid, project_id, source,
              payload, fired_at, archive_at, expires_at FROM events, generate_series(1, 1201) n
        WHERE id = $1::text::uuid AND lpad(to_hex(28672 + n), 4, '0') <> substr($1::text, 15, 4) LIMIT 1200`, // its own is there
      [many.ids[0]],
    );
    await drop();

    expect((await manifests()).map(({ events }) => events)).toEqual([3, 1202]);
    const name = (await files()).find((one) => one.includes('b4_') && one.endsWith('.gz'))!;
    expect(new Set((await records(name)).map(({ id }) => id)).size).toBe(1202);
  });

  describe('outside of slices', () => {
    const expired = async (held: boolean) => {
      const { id } = await on.record({ destination_ids: [(await on.newDestination()).id] });
      await on.sql(
        `UPDATE events SET archive_at = now() - interval '2 s', expires_at = now() - interval '1 s' WHERE id = $1`,
        [id],
      );
      if (!held) return id;
      await on.sql('UPDATE events SET bucket = 7 WHERE id = $1', [id]);
      await on.sql('UPDATE deliveries SET bucket = 7 WHERE event_id = $1', [id]);
      return id;
    };

    it('they are written too, with deliveries that end with them', async () => {
      const ids = [await expired(false), await expired(true)];
      expect(await archive()).toEqual({ archived: 0, deleted: 2, more: false });

      expect(await eventsLeft(ids)).toBe(0);
      expect(await manifests()).toMatchObject([{ kind: 'expired' }, { kind: 'expired' }]);
      const objects = (await files()).filter((name) => name.endsWith('.gz'));
      const written = (await Promise.all(objects.map(records))).flat();
      expect(written.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      for (const { deliveries } of written) expect(deliveries).toMatchObject([{ status: 'dead' }]);
    });

    it('those of which somebody is just ending a delivery stay, and are not written', async () => {
      const [busy, gone] = [await expired(false), await expired(false)];
      await on.database.transaction(async (manager) => {
        await manager.query('SELECT FROM deliveries WHERE event_id = $1 FOR UPDATE', [busy]);
        expect(await archive()).toMatchObject({ deleted: 1 });
      });

      const objects = (await files()).filter((name) => name.endsWith('.gz'));
      expect((await Promise.all(objects.map(records))).flat().map(({ id }) => id)).toEqual([gone]);
      expect(await archive()).toMatchObject({ deleted: 1 });
    });

    it('nothing is locked while they are written', async () => {
      const id = await expired(false);
      const locks = ['events WHERE id', 'deliveries WHERE event_id'];
      store.meanwhile = () =>
        Promise.all(locks.map((which) => on.sql(`SELECT FROM ${which} = $1 FOR UPDATE NOWAIT`, [id])));

      expect(await archive()).toEqual({ archived: 0, deleted: 1, more: false });
    });

    it('one that is replayed at the last instant stays, and is written again with how that ended', async () => {
      const id = await expired(false);
      store.meanwhile = () =>
        on.sql(`UPDATE deliveries SET status = 'delivered', finished_at = now() WHERE event_id = $1`, [id]);
      expect(await archive()).toMatchObject({ deleted: 0 });

      store.meanwhile = undefined;
      expect(await archive()).toMatchObject({ deleted: 1 });
      const copies = (await files()).filter((name) => name.endsWith('.gz'));
      const statuses = (await Promise.all(copies.map(records)))
        .flat()
        .map(({ deliveries }) => deliveries[0]!.status);
      expect(statuses).toEqual(['dead', 'delivered']);
    });

    it('they stay when that fails, and others are archived all the same', async () => {
      store.refuses = '.ndjson.gz';
      const stays = await expired(false);
      const { id: due } = await on.record();
      await on.sql(`UPDATE events SET archive_at = now() WHERE id = $1`, [due]);

      expect(await archive()).toEqual({
        archived: 1,
        deleted: 0,
        more: false,
        error: expect.stringContaining('the cold archive cannot be written: the disk is full') as string,
      });
      expect(await on.row('events', stays)).toMatchObject({ lies_in: 'events_active' });
      store.refuses = undefined;
      expect(await archive()).toEqual({ archived: 0, deleted: 1, more: false });
    });
  });
});
