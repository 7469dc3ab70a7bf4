import { beforeAll, describe, expect, it, vi } from 'vitest';
import { uuidV7 } from '@app/clock';
import { labelEntry, type Labels } from '@app/events';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import type { EventFilter } from './event-filter.js';

const HOUR = 3_600_000;
/** How long ago events were made, in hours; those of the second and of the last but one stay active. */
const AGES = [0, 1, 5, 6.9, 7.1, 13, 29, 30];
const ACTIVE = [1, 29];
const DAY = 24;

describe('A list of events in many slices', () => {
  const on = usePlatform();
  /** Newest first. */
  const all: { id: string; age: number; archived: boolean }[] = [];

  beforeAll(async () => {
    for (const age of AGES.toReversed()) {
      on.setClock(-age * HOUR);
      const { id } = await on.record({ labels: { team: 'a' } });
      const archived = !ACTIVE.includes(age);
      if (archived) await on.log.change(PROJECT, id, { archived });
      all.unshift({ id, age, archived });
    }
    on.setClock(0);
  });

  const walk = async (filter: EventFilter, size: number) => {
    const ids: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await on.log.list(PROJECT, filter, size, cursor);
      ids.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    return ids;
  };

  it.each(
    (['true', 'false', 'all'] as const).flatMap((archived) =>
      [1, 2, 3, 50].map((size) => ({ archived, size })),
    ),
  )('tells of each once, newest first: archived=$archived in pages of $size', async ({ archived, size }) => {
    const expected = all.filter((one) => archived === 'all' || one.archived === (archived === 'true'));
    const ids = expected.map(({ id }) => id);

    expect(await walk({ archived }, size)).toEqual(ids);
    expect(await walk({ archived, labels: { team: 'a' } }, size)).toEqual(ids);

    const lately = expected.filter(({ age }) => age < DAY).map(({ id }) => id);
    expect(await walk({ archived, since: new Date(Date.now() - DAY * HOUR) }, size)).toEqual(lately);
  });

  it('has no event that merely stands like a label in its index, and none of another project', async () => {
    const { id: unlabelled } = await on.record();
    const { id: foreign } = await on.record({ project_id: uuidV7(Date.now()), labels: { team: 'b' } });
    for (const id of [unlabelled, foreign])
      await on.sql(
        `INSERT INTO event_labels (event_id, label) VALUES ($1, ${labelEntry('$2', `'team:b'`)})`,
        [id, PROJECT],
      );
    const { id } = await on.record({ labels: { team: 'b' } });

    expect(await walk({ archived: 'false', labels: { team: 'b' } }, 1)).toEqual([id]);
    await on.log.delete(PROJECT, unlabelled);
    await on.log.delete(PROJECT, id);
  });

  it('has an event whose labels stand alike in the index, wherever it goes', async () => {
    const [definition] = await on.sql<{ was: string }>(
      `SELECT pg_get_functiondef('event_label'::regproc) AS was`,
    );
    await on.sql(`CREATE OR REPLACE FUNCTION event_label(project_id uuid, label text) RETURNS bigint
                  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN 1`);
    try {
      const { id } = await on.record({ labels: { c: '1', d: '2' } });
      const changes: Labels[] = [{ c: '1', d: '3' }, { d: '3' }, { d: '3', e: '4' }];
      for (const labels of changes) {
        await on.log.change(PROJECT, id, { labels });
        expect(await walk({ archived: 'false', labels }, 1)).toEqual([id]);
      }
      await on.log.change(PROJECT, id, { archived: true });
      expect(await walk({ archived: 'true', labels: { e: '4' } }, 1)).toEqual([id]);
      expect(await walk({ archived: 'all', labels: { c: '1' } }, 1)).toEqual([]);
      await on.log.delete(PROJECT, id);
    } finally {
      await on.sql(definition!.was);
    }
  });

  it('has none with two values of one label', async () => {
    const read = vi.spyOn(on.database, 'read');
    expect(await walk({ archived: 'all', labels: { team: ['a', 'b'] } }, 50)).toEqual([]);
    expect(read).not.toHaveBeenCalled(); // all that have one of them would be looked through
    read.mockRestore();
  });

  it('meets no old slice for a page that the newest ones fill', async () => {
    const [oldest] = await on.sql<{ slice: string }>(
      'SELECT tableoid::regclass AS slice FROM events WHERE id = $1',
      [all.at(-1)!.id],
    );
    const unlocked = await on.lock(oldest!.slice);
    try {
      const { data } = await on.log.list(PROJECT, { archived: 'all' }, 1);

      expect(data.map(({ id }) => id)).toEqual([all[0]!.id]);
    } finally {
      await unlocked();
    }
  });
});
