import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import type { TriggerFilter } from './trigger-filter.js';
import { TRIGGER_SORTS, type TriggerSort } from './trigger-sort.js';

describe('A sorted list of triggers', () => {
  const on = usePlatform();

  beforeAll(async () => {
    await on.sql('DELETE FROM triggers');
    for (const [name, next, last] of [
      ['beta', '2026-01-02', null],
      ['Alpha', '2026-01-03', '2025-01-01'],
      ['alpha', null, '2025-01-03'],
      ['Gamma', '2026-01-01', '2025-01-02'],
      ['delta', '2026-01-02', null],
    ] as const) {
      const { id } = await on.newTrigger({ name, labels: name === 'Gamma' ? { team: 'a' } : {} });
      await on.sql('UPDATE triggers SET next_fire_at = $2, last_fired_at = $3 WHERE id = $1', [
        id,
        next,
        last,
      ]);
    }
    await on.sql(`UPDATE triggers SET created_at = now() - interval '1 day' WHERE name = 'delta'`);
  });

  /** All of it, by pages of so many. */
  async function names(sort: TriggerSort, limit: number, filter: Partial<TriggerFilter> = {}) {
    const all: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await on.triggers.list(PROJECT, { archived: 'false', ...filter }, limit, {
        sort,
        ...(cursor !== undefined && { cursor }),
      });
      all.push(...page.data.map(({ trigger }) => trigger.name));
      if (page.next_cursor === null) return all;
      expect(page.data).toHaveLength(limit);
      cursor = page.next_cursor;
    }
  }

  it.each<[TriggerSort, string[]]>([
    ['name', ['Alpha', 'alpha', 'beta', 'delta', 'Gamma']],
    ['-name', ['Gamma', 'delta', 'beta', 'alpha', 'Alpha']],
    ['next_fire_at', ['Gamma', 'beta', 'delta', 'Alpha', 'alpha']],
    ['-next_fire_at', ['Alpha', 'delta', 'beta', 'Gamma', 'alpha']],
    ['last_fired_at', ['Alpha', 'Gamma', 'alpha', 'beta', 'delta']],
    ['-last_fired_at', ['alpha', 'Gamma', 'Alpha', 'delta', 'beta']],
    ['created_at', ['delta', 'beta', 'Alpha', 'alpha', 'Gamma']],
  ])(
    'comes by %s, and equal ones by when they were made; what has no time comes last',
    async (sort, sorted) => {
      expect(await names(sort, 50)).toEqual(sorted);
    },
  );

  it.each(TRIGGER_SORTS)('comes in pages without gaps or repeats: %s', async (sort) => {
    const whole = await names(sort, 50);
    for (const limit of [1, 2, 3]) expect(await names(sort, limit)).toEqual(whole);
  });

  it('is narrowed by filters as any list', async () => {
    expect(await names('name', 1, { labels: { team: 'a' } })).toEqual(['Gamma']);
    expect(await names('name', 2, { q: 'ALPHA' })).toEqual(['Alpha', 'alpha']);
    expect(await names('name', 2, { archived: 'true' })).toEqual([]);
  });

  it('goes on from where it was when that trigger is gone, or has moved on', async () => {
    const first = await on.triggers.list(PROJECT, { archived: 'false' }, 1, { sort: 'next_fire_at' });
    const { id } = first.data[0]!.trigger;
    await on.sql(`UPDATE triggers SET next_fire_at = '2027-01-01' WHERE id = $1`, [id]);

    const rest = await on.triggers.list(PROJECT, { archived: 'false' }, 2, {
      sort: 'next_fire_at',
      cursor: first.next_cursor!,
    });
    expect(rest.data.map(({ trigger }) => trigger.name)).toEqual(['beta', 'delta']);
    await on.sql(`UPDATE triggers SET next_fire_at = '2026-01-01' WHERE id = $1`, [id]);
  });

  it('holds none of another project', async () => {
    const page = await on.triggers.list(uuidV7(1), { archived: 'all' }, 5, {
      sort: 'name',
    });
    expect(page).toEqual({ data: [], next_cursor: null });
  });

  it('refuses a cursor of another order', async () => {
    const { next_cursor } = await on.triggers.list(PROJECT, { archived: 'all' }, 1, { sort: 'name' });
    for (const sort of ['-created_at', '-name', 'next_fire_at'] as const)
      await expect(
        on.triggers.list(PROJECT, { archived: 'all' }, 1, { sort, cursor: next_cursor! }),
      ).rejects.toMatchObject({ kind: 'invalid' });
  });
});
