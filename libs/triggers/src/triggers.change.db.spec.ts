import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import type { TriggerDefinition } from './trigger-definition.js';

const PAST = '2026-03-01T10:00:00.000Z';
const FUTURE = '2126-03-01T10:00:00.000Z';
const API: TriggerDefinition = { name: 'Test', trigger_type: 'api' };
const ONCE: TriggerDefinition = { name: 'Test', trigger_type: 'scheduled', schedule_time: FUTURE };
const URL = 'http://127.0.0.1:9/';

describe('A trigger that is changed', () => {
  const on = usePlatform();

  beforeEach(async () => {
    on.handedOver.length = 0;
    await on.sql('DELETE FROM triggers');
    await on.sql('DELETE FROM destinations');
  });

  const create = (definition: TriggerDefinition) => on.triggers.create(PROJECT, definition);
  const change = (id: string, fields: Partial<TriggerDefinition>) =>
    on.triggers.change(PROJECT, id, (present) => ({ ...present, ...fields }));
  const events = (id: string) => on.sql('SELECT * FROM events WHERE trigger_id = $1 ORDER BY id', [id]);

  it('stays as it is but for what is changed, and has a new revision', async () => {
    const { trigger } = await create({ ...API, external_key: 'k', destinations: [{ url: URL }] });
    const before = await on.triggers.get(PROJECT, trigger.id);
    await change(trigger.id, { name: 'Renamed' });

    const after = await on.triggers.get(PROJECT, trigger.id);
    expect(after.destinations).toEqual(before.destinations);
    expect({ ...after.trigger }).toEqual({
      ...before.trigger,
      name: 'Renamed',
      revision: 2,
      updated_at: expect.any(Date) as Date,
    });
  });

  it('is changed by one of those who expect the same revision, and not at all by the others', async () => {
    const { trigger } = await create(API);
    const outcomes = await Promise.allSettled(
      ['A', 'B', 'C', 'D'].map((name) =>
        on.triggers.change(PROJECT, trigger.id, () => ({ ...API, name }), [1]),
      ),
    );

    const reasons = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(reasons).toHaveLength(3);
    for (const reason of reasons) expect(reason).toMatchObject({ code: 'precondition.failed' });
    const [won] = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value.trigger] : []));
    expect((await on.triggers.get(PROJECT, trigger.id)).trigger).toMatchObject({
      revision: 2,
      name: won!.name,
    });
  });

  it('is removed only at a revision that is expected', async () => {
    const { trigger } = await create(API);
    const refused = on.triggers.delete(PROJECT, trigger.id, [2]);
    await expect(refused).rejects.toMatchObject({ code: 'precondition.failed' });
    await on.triggers.delete(PROJECT, trigger.id, [2, 1]);

    await expect(on.triggers.get(PROJECT, trigger.id)).rejects.toMatchObject({ code: 'trigger.not_found' });
  });

  it.each([
    ['an equal time', { schedule_time: FUTURE }],
    ['an equal time in another offset', { schedule_time: '2126-03-01T12:00:00+02:00' }],
    ['another name', { name: 'Renamed' }],
  ])('is not armed again by %s once it has fired', async (_, fields) => {
    const { trigger } = await create(ONCE);
    await on.sql('UPDATE triggers SET next_fire_at = NULL WHERE id = $1', [trigger.id]);
    await change(trigger.id, fields);

    expect(await on.row('triggers', trigger.id)).toMatchObject({ next_fire_at: null });
  });

  it.each<[string, Partial<TriggerDefinition>, Date | null]>([
    ['another time', { schedule_time: '2126-04-01T00:00:00Z' }, new Date('2126-04-01T00:00:00Z')],
    ['a time that is past', { schedule_time: PAST }, new Date(PAST)],
    ['no time', { trigger_type: 'api', schedule_time: null }, null],
  ])('is armed anew by %s', async (_, fields, next_fire_at) => {
    const { trigger } = await create(ONCE);
    await change(trigger.id, fields);

    expect(await on.row('triggers', trigger.id)).toMatchObject({ next_fire_at });
  });

  it('fires first what was due under its old definition', async () => {
    const { trigger } = await create({
      ...ONCE,
      name: 'Old',
      schedule_time: PAST,
      api_payload: { old: true },
      destinations: [{ url: URL }],
    });
    const { trigger: changed } = await change(trigger.id, {
      name: 'New',
      schedule_time: FUTURE,
      api_payload: { old: false },
      destinations: [],
    });

    expect(await events(trigger.id)).toEqual([
      expect.objectContaining({
        trigger_name: 'Old',
        payload: { old: true },
        scheduled_for: new Date(PAST),
      }),
    ]);
    expect(on.handedOver).toHaveLength(1);
    expect(changed).toMatchObject({ run_count: '1', next_fire_at: new Date(FUTURE) });
    expect(await on.row('triggers', trigger.id)).toMatchObject({ next_fire_at: new Date(FUTURE) });
  });

  it('settles nothing and hands nothing over when the change is refused', async () => {
    const { trigger } = await create({ ...ONCE, schedule_time: PAST, destinations: [{ url: URL }] });
    const before = await on.row('triggers', trigger.id);

    await expect(change(trigger.id, { name: 'x', destinations: [uuidV7(1)] })).rejects.toHaveProperty(
      'kind',
      'invalid',
    );
    expect(await on.row('triggers', trigger.id)).toEqual(before);
    expect(await events(trigger.id)).toEqual([]);
    expect(on.handedOver).toEqual([]);
  });

  it('cannot take the external_key of another, but keeps its own', async () => {
    await create({ ...API, external_key: 'taken' });
    const { trigger } = await create({ ...API, external_key: 'mine' });

    await expect(change(trigger.id, { external_key: 'taken' })).rejects.toHaveProperty(
      'code',
      'trigger.external_key_taken',
    );
    await expect(change(trigger.id, { external_key: 'mine' })).resolves.toBeDefined();
  });

  it('keeps its hook whatever it becomes', async () => {
    const { trigger } = await create(API);
    const token = on.triggers.hookToken(trigger);
    await change(trigger.id, { trigger_type: 'scheduled', schedule_time: FUTURE });
    const { trigger: back } = await change(trigger.id, { trigger_type: 'api', schedule_time: null });

    expect(on.triggers.hookToken(back)).toBe(token);
  });

  it('is changed by two at once without either change being lost', async () => {
    const { trigger } = await create(API);
    await Promise.all([
      change(trigger.id, { name: 'Renamed' }),
      change(trigger.id, { labels: { team: 'a' } }),
      change(trigger.id, { description: 'Described' }),
    ]);

    expect(await on.row('triggers', trigger.id)).toMatchObject({
      name: 'Renamed',
      labels: { team: 'a' },
      description: 'Described',
      revision: 4,
    });
  });

  it('takes over a new order of the keys of its payload', async () => {
    const { trigger } = await create({ ...API, api_payload: { a: 1, b: 2 } });
    await change(trigger.id, { api_payload: { b: 2, a: 1 } });

    const { trigger: found } = await on.triggers.get(PROJECT, trigger.id);
    expect(JSON.stringify(found.api_payload)).toBe('{"b":2,"a":1}');
  });
});
