import type { QueryRunner } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { labelEntries } from '../../../../test/support/label-entries.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { LabelIndex1764720000000 } from './1764720000000-label-index.js';

describe('The index of labels', () => {
  const on = usePlatform();
  const migration = new LabelIndex1764720000000();

  it('is filled in from events that there were before it, active, archived and kept', async () => {
    const labels = { team: 'a', 'a/b': 'C:\\temp: "ü" 😀' };
    const [active, archived] = [await on.record({ labels }), await on.record({ labels })];
    const kept = await on.record({ labels, lifetime: { archiveAfterMs: 3_600_000, deleteAfterMs: null } });
    for (const { id } of [archived, kept]) await on.log.change(PROJECT, id, { archived: true });
    const ids = [active.id, archived.id, kept.id, (await on.record()).id];

    await on.database.transaction(async (manager) => {
      const runner = { query: (text: string) => manager.query(text) } as unknown as QueryRunner;
      await manager.query('CREATE TABLE event_labels_b3_20250101t00 ()'); // of a slice that is being dropped
      await migration.down(runner);
      await migration.up(runner);
    });

    expect(await on.count(`SELECT count(to_regclass('event_labels_b3_20250101t00'))`)).toBe(0);
    expect(await labelEntries(on, ids)).toBe(6);
    const filter = { archived: 'all', labels: { 'a/b': labels['a/b'] } } as const;
    const { data } = await on.log.list(PROJECT, filter, 10);
    expect(data.map(({ id }) => id).toSorted()).toEqual(ids.slice(0, 3).toSorted());
  });
});
