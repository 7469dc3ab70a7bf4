import { beforeEach, describe, expect, it } from 'vitest';
import { OwnConnections } from '@app/database';
import { usePlatform } from '../../../../test/support/platform.js';
import { fillSlice, type FilledSlice } from '../../../../test/support/slices.js';
import type { ArchiveSlice } from './archive-slice.js';
import { BeforeDrop } from './before-drop.js';
import { Dropper } from './dropper.js';
import { SliceDropsRepository } from './slice-drops.repository.js';

const DAY = 86_400_000;

/** Notes what it is asked about, and refuses as long as it is told to. */
class Hook extends BeforeDrop {
  readonly asked: ArchiveSlice[] = [];
  refuses = false;

  async before(slice: ArchiveSlice): Promise<void> {
    this.asked.push(slice);
    if (this.refuses) throw new Error('the bucket is full');
  }

  async beforeDelete(): Promise<void> {}
}

describe('What has to happen before a slice is dropped', () => {
  const on = usePlatform();
  let hook: Hook;
  let slice: FilledSlice;

  beforeEach(async () => {
    hook = new Hook();
    slice = await fillSlice(on, { age: 5 * DAY, expiresIn: -DAY });
  });
  const runOnce = () => new Dropper(on.get(SliceDropsRepository), hook, on.get(OwnConnections)).runOnce(10);
  const isDropping = () =>
    on.count(`SELECT count(*) FROM archive_slices WHERE dropping AND bucket = $1`, [slice.bucket]);

  it('happens once, while everything is in its place', async () => {
    expect(await runOnce()).toMatchObject({ partitions_dropped: 1 });
    expect(hook.asked).toHaveLength(1);
    expect(hook.asked[0]).toMatchObject({ bucket: 3, starts_at: new Date(slice.from), events: 3 });
  });

  it('keeps the slice when it fails, and lets events move in meanwhile', async () => {
    hook.refuses = true;
    const { error, ...done } = await runOnce();
    expect(error).toMatch(/^the slice of class 3 from .*: the bucket is full$/);
    expect(done).toEqual({ partitions_dropped: 0, deleted: 0, more: false });
    expect(await isDropping()).toBe(0);
    expect(await on.count('SELECT count(*) FROM events WHERE id = ANY ($1)', [slice.ids])).toBe(3);

    hook.refuses = false;
    expect(await runOnce()).toMatchObject({ partitions_dropped: 1 });
  });

  it('ends the drop when another has taken it over meanwhile, and given it up', async () => {
    const before = hook.before.bind(hook);
    hook.before = async (one) => {
      await on.sql(`UPDATE archive_slices SET dropping = false, mark = NULL WHERE starts_at = $1`, [
        one.starts_at,
      ]);
      await before(one);
    };
    expect((await runOnce()).error).toMatch(/another process has taken over its drop$/);
    expect(await on.count('SELECT count(*) FROM events WHERE id = ANY ($1)', [slice.ids])).toBe(3);

    hook.before = before;
    expect(await runOnce()).toMatchObject({ partitions_dropped: 1 });
  });

  it('does not happen again for a slice that is half gone', async () => {
    await on.sql(`UPDATE archive_slices SET dropping = true WHERE starts_at = $1`, [new Date(slice.from)]);
    await on.sql(`ALTER TABLE deliveries_b3 DETACH PARTITION ${slice.deliveries}`);
    hook.refuses = true;

    expect(await runOnce()).toMatchObject({ partitions_dropped: 1 });
    expect(hook.asked).toEqual([]);
  });

  it('keeps back no other class', async () => {
    await fillSlice(on, { bucket: 4, age: 10 * DAY, expiresIn: -DAY });
    const before = hook.before.bind(hook);
    hook.before = (one) => (one.bucket === 3 ? Promise.reject(new Error('no')) : before(one));

    expect(await runOnce()).toMatchObject({
      partitions_dropped: 1,
      deleted: 3,
      error: expect.any(String) as string,
    });
    hook.before = before;
    await runOnce();
  });
});
