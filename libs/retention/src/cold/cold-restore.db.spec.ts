import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuditLog } from '@app/auth';
import { OwnConnections } from '@app/database';
import { labelEntries } from '../../../../test/support/label-entries.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { fillSlice, type FilledSlice } from '../../../../test/support/slices.js';
import { Dropper } from '../dropping/dropper.js';
import { SliceDropsRepository } from '../dropping/slice-drops.repository.js';
import { ColdArchive, type FoundEvent } from './cold-archive.js';
import { ColdCopies } from './cold-copies.js';
import { ColdEventsRepository } from './cold-events.repository.js';
import type { ColdFilter } from './cold-filter.js';
import { ColdRestore } from './cold-restore.js';
import { FolderStore } from './stores/folder-store.js';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const AS_IT_WAS = `
  SELECT to_jsonb(e) - 'expires_at' - 'bucket' - 'archive_at' AS event, e.payload::text AS payload,
         (SELECT jsonb_agg(to_jsonb(d) - 'bucket' - 'dispatch' ORDER BY d.id) FROM deliveries d WHERE d.event_id = e.id) AS deliveries
    FROM events e WHERE id = ANY ($1) ORDER BY id`;

describe('An event that is restored', () => {
  const on = usePlatform();
  let folder: string;
  let store: FolderStore;
  let slice: FilledSlice;
  let before: unknown[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'etp-cold-'));
    store = new FolderStore(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    slice = await fillSlice(on, { age: 5 * DAY, expiresIn: -DAY });
    await on.sql(
      `UPDATE events SET labels = '{"a": "b"}', payload = '{"b":  1.10, "a": [12345678901234567890]}',
              fired_at = fired_at - interval '5 days' + interval '7 microseconds' WHERE id = ANY ($1)`,
      [slice.ids],
    );
    await on.sql(
      `UPDATE deliveries SET attempt_count = 1, finished_at = now(), attempts = '[{"number": 1, "error": "x"}]'
        WHERE event_id = ANY ($1)`,
      [slice.ids],
    );
    before = await on.sql(AS_IT_WAS, [slice.ids]);
    expect(await drop()).toMatchObject({ deleted: 3 });
  });

  const drop = () => {
    const copies = new ColdCopies(store, on.get(ColdEventsRepository), on.clock);
    return new Dropper(on.get(SliceDropsRepository), copies, on.get(OwnConnections)).runOnce(10);
  };
  async function* find(filter: ColdFilter): AsyncGenerator<FoundEvent> {
    const archive = new ColdArchive(store);
    for (const object of await archive.newestHolding(filter, [], ({ fault }) => expect.fail(fault)))
      yield* archive.find(object, filter);
  }
  const restore = (filter: ColdFilter = { ids: slice.ids }, forMs = WEEK) =>
    new ColdRestore(on.get(ColdEventsRepository), on.mover, on.get(AuditLog), on.clock).restore(
      find(filter),
      forMs,
    );
  const none = { restored: 0, there: 0, leaving: 0, orphaned: 0 };
  const get = (id = slice.ids[0]!) => on.log.get(PROJECT, id);

  it('is an archived one as it was, with its deliveries, and lives so long from now', async () => {
    await expect(get()).rejects.toThrow();
    expect(await restore()).toEqual({ ...none, restored: 3 });

    expect(await on.sql(AS_IT_WAS, [slice.ids])).toEqual(before);
    expect(await labelEntries(on, slice.ids)).toBe(3);
    const event = await get();
    expect(event).toMatchObject({
      archived: true,
      status: 'delivered',
      deliveries: [{ status: 'delivered' }],
    });
    expect(Math.abs(Number(event.expires_at) - Date.now() - WEEK)).toBeLessThan(60_000);
    expect(await on.row('events', event.id)).toMatchObject({ bucket: 4 }); // it is 5 days old, and lives for 12
    const [row] = await on.sql(
      `SELECT events, latest_expiry FROM archive_slices WHERE bucket = 4 AND latest_expiry IS NOT NULL`,
    );
    expect(row).toEqual({ events: '3', latest_expiry: event.expires_at });
    const { data } = await on.get(AuditLog).list({ action: 'events.restored' }, 1);
    expect(data).toMatchObject([{ project_id: PROJECT, actor_name: 'cli', after: { events: 3 } }]);
    await on.log.delete(PROJECT, event.id);
    await on.sql('DELETE FROM events');
    await on.sql('UPDATE archive_slices SET latest_expiry = NULL, events = 0');
  });

  it('is restored once, also by two at the same time, or out of two copies', async () => {
    const [first, second] = await Promise.all([restore(), restore(undefined, 20 * DAY)]);
    expect([first.restored + second.restored, first.there + second.there]).toEqual([3, 3]);
    expect(await restore()).toEqual({ ...none, there: 3 });
    const rows = 'SELECT count(*) FROM events WHERE id = ANY ($1)';
    expect(await on.count(rows, [slice.ids])).toBe(3);

    // it expires again, and is copied again
    await on.sql(`UPDATE events SET labels = '{"a": "newer"}' WHERE id = ANY ($1)`, [slice.ids]);
    await on.sql(`UPDATE events SET expires_at = now() - interval '1 s' WHERE id = ANY ($1)`, [slice.ids]);
    await on.sql(`UPDATE archive_slices SET latest_expiry = now() WHERE latest_expiry > now()`);
    expect(await restore()).toEqual({ ...none, leaving: 3 });
    expect(await drop()).toMatchObject({ deleted: 3 });
    expect(await Readable.from(find({ ids: slice.ids })).toArray()).toHaveLength(6);
    expect(await restore({ ids: [slice.ids[1]!] })).toEqual({ ...none, restored: 1 });
    await expect(get(slice.ids[0])).rejects.toThrow();
    expect(await get(slice.ids[1])).toMatchObject({ labels: { a: 'newer' } });
  });

  it('can stay for good', async () => {
    expect(await restore({ ids: [slice.ids[0]!] }, Infinity)).toEqual({ ...none, restored: 1 });

    expect(await get()).toMatchObject({ expires_at: Infinity, archived: true });
    expect(await on.row('events', slice.ids[0]!)).toMatchObject({ lies_in: 'events_kept' });
  });

  it('is left out when its project is not there', async () => {
    const other = async function* () {
      for await (const { line, record } of find({ ids: [slice.ids[0]!] })) {
        const project_id = '00000000-0000-7000-8000-00000000000a';
        yield { line: line.replaceAll(record.project_id, project_id), record: { ...record, project_id } };
      }
    };
    const restorer = new ColdRestore(on.get(ColdEventsRepository), on.mover, on.get(AuditLog), on.clock);

    expect(await restorer.restore(other(), WEEK)).toEqual({ ...none, orphaned: 1 });
    expect(await on.count('SELECT count(*) FROM events WHERE id = $1', [slice.ids[0]])).toBe(0);
  });
});
