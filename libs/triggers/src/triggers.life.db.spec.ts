import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import type { TriggerDefinition } from './trigger-definition.js';
import type { TriggerFilter } from './trigger-filter.js';

const PAST = '2026-03-01T10:00:00.000Z';
const LATE: TriggerDefinition = { name: 'Late', trigger_type: 'time-based', schedule_time: PAST };

describe('A trigger', () => {
  const on = usePlatform();

  beforeEach(() => on.sql('DELETE FROM triggers'));

  const events = (id: string) => on.count('SELECT count(*) FROM events WHERE trigger_id = $1', [id]);

  it('that is paused when it is due has fired before, and does not fire again', async () => {
    const { id } = await on.newTrigger(LATE);
    await on.triggers.set(PROJECT, id, { enabled: false });
    expect(await events(id)).toBe(1);

    await on.triggers.set(PROJECT, id, { enabled: true });
    expect(await on.due.runOnce(10)).toMatchObject({ fired: 0, skipped: 0 });
  });

  it.each([
    ['paused', { enabled: false }, { enabled: true }],
    ['archived', { archived: true }, { archived: false }],
  ])('whose time came while it was %s follows its misfire policy on its return', async (_, away, back) => {
    const later = await on.newTrigger({ ...LATE, schedule_time: '2126-03-01T10:00:00Z' });
    const skipping = await on.newTrigger({
      ...LATE,
      schedule_time: '2126-03-01T10:00:00Z',
      misfire_policy: 'skip',
    });
    for (const { id } of [later, skipping]) {
      await on.triggers.set(PROJECT, id, away);
      await on.sql('UPDATE triggers SET next_occurrence_at = $2, next_fire_at = $2 WHERE id = $1', [
        id,
        PAST,
      ]);
      await on.triggers.set(PROJECT, id, back);
      expect(await events(id)).toBe(0); // the scheduler's business, and not the caller's
    }

    expect(await on.due.runOnce(10)).toMatchObject({ fired: 1, skipped: 1 });
    expect(await events(later.id)).toBe(1);
  });

  it('has a new revision each time that it is paused, resumed or archived', async () => {
    const { id } = await on.newTrigger();
    for (const state of [{ enabled: false }, { enabled: true }, { archived: true }])
      expect((await on.triggers.set(PROJECT, id, state)).trigger).toMatchObject(state);

    expect(await on.row('triggers', id)).toMatchObject({ revision: 4, enabled: true, archived: true });
  });

  it('that is deleted leaves its events and destinations', async () => {
    const { trigger, destinations } = await on.triggers.create(PROJECT, {
      ...LATE,
      destinations: [{ url: 'http://127.0.0.1:9/' }],
    });
    await on.due.runOnce(10);
    await on.triggers.delete(PROJECT, trigger.id);

    await expect(on.triggers.get(PROJECT, trigger.id)).rejects.toHaveProperty('code', 'trigger.not_found');
    const { data } = await on.log.list(PROJECT, { archived: 'all', trigger_id: trigger.id }, 10);
    expect(data).toEqual([expect.objectContaining({ trigger_name: 'Late', status: 'pending' })]);
    expect(await on.destinations.get(PROJECT, destinations[0]!.id)).toBeDefined();
  });

  it.each(['not an id', uuidV7(Date.now())])('that there is not is not found: %s', async (id) => {
    for (const attempt of [
      () => on.triggers.get(PROJECT, id),
      () => on.triggers.change(PROJECT, id, (present) => present),
      () => on.triggers.set(PROJECT, id, { enabled: false }),
      () => on.triggers.delete(PROJECT, id),
    ])
      await expect(attempt()).rejects.toMatchObject({ kind: 'not_found', code: 'trigger.not_found' });
  });

  it('of another project is not found', async () => {
    const { id } = await on.newTrigger();

    await expect(on.triggers.get(uuidV7(1), id)).rejects.toHaveProperty('code', 'trigger.not_found');
    await expect(on.triggers.delete(uuidV7(1), id)).rejects.toHaveProperty('code', 'trigger.not_found');
    expect(await on.triggers.get(PROJECT, id)).toBeDefined();
  });

  describe('in the list', () => {
    const listed = async (filter: Partial<TriggerFilter> = {}) => {
      const { data } = await on.triggers.list(PROJECT, { archived: 'false', ...filter }, 50);
      return data.map(({ trigger }) => trigger.name);
    };

    beforeEach(async () => {
      const definitions: Partial<TriggerDefinition>[] = [
        { name: 'Nightly 100% report', labels: { team: 'a', tier: 'gold' } },
        { name: 'NIGHTLY_backup', labels: { team: 'a' }, enabled: false },
        { ...LATE, name: 'Once' },
        { name: 'Old' },
      ];
      for (const [index, definition] of definitions.entries()) {
        on.setClock(index);
        const { id } = await on.newTrigger(definition);
        if (definition.name === 'Old') await on.triggers.set(PROJECT, id, { archived: true });
      }
    });

    it.each<[string, Partial<TriggerFilter>, string[]]>([
      ['newest first, without the archived', {}, ['Once', 'NIGHTLY_backup', 'Nightly 100% report']],
      ['the archived alone', { archived: 'true' }, ['Old']],
      ['all', { archived: 'all' }, ['Old', 'Once', 'NIGHTLY_backup', 'Nightly 100% report']],
      ['of a type', { trigger_type: 'time-based' }, ['Once']],
      ['the paused', { enabled: false }, ['NIGHTLY_backup']],
      ['those that fire', { enabled: true }, ['Once', 'Nightly 100% report']],
      ['by a part of the name in any case', { q: 'nightly' }, ['NIGHTLY_backup', 'Nightly 100% report']],
      ['by a percent sign as such', { q: '0%' }, ['Nightly 100% report']],
      ['by an underscore as such', { q: 'y_' }, ['NIGHTLY_backup']],
      ['by a label', { labels: { team: 'a' } }, ['NIGHTLY_backup', 'Nightly 100% report']],
      ['by several labels', { labels: { team: 'a', tier: 'gold' } }, ['Nightly 100% report']],
      ['by several filters', { labels: { team: 'a' }, enabled: true }, ['Nightly 100% report']],
    ])('comes %s', async (_, filter, names) => {
      expect(await listed(filter)).toEqual(names);
    });

    it('comes in pages without gaps or repeats', async () => {
      const first = await on.triggers.list(PROJECT, { archived: 'all' }, 3);
      const second = await on.triggers.list(PROJECT, { archived: 'all' }, 3, {
        cursor: first.next_cursor!,
      });

      expect([...first.data, ...second.data].map(({ trigger }) => trigger.name)).toEqual(
        await listed({ archived: 'all' }),
      );
      expect(second.next_cursor).toBeNull();
    });

    it('stops when patience has run out, and goes on from there', async () => {
      const filter: TriggerFilter = { archived: 'all', labels: { team: 'a' } };
      const names: string[] = [];
      for (let after: string | undefined; ;) {
        const rows = await on.triggerRows.list(PROJECT, filter, 1, -1, after);
        if (rows.length === 0) break;
        names.push(...rows.filter(({ matches }) => matches).map(({ name }) => name));
        after = rows[0]!.id;
      }

      expect(names).toEqual(await listed(filter));
      expect(names.length).toBeGreaterThan(0);
    });
  });
});
