import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import { hashHookToken } from './hook-token.js';
import type { TriggerDefinition } from './trigger-definition.js';

const HOUR = 3_600_000;
const PAST = '2026-03-01T10:00:00.000Z';
const FUTURE = '2126-03-01T10:00:00.000Z';
const API: TriggerDefinition = { name: 'Test', trigger_type: 'api' };
const ONCE: TriggerDefinition = { name: 'Test', trigger_type: 'scheduled', schedule_time: FUTURE };
const URL = 'http://127.0.0.1:9/';

describe('A trigger that is created', () => {
  const on = usePlatform();

  beforeEach(async () => {
    await on.sql('DELETE FROM triggers');
    await on.sql('DELETE FROM destinations');
  });

  const create = (definition: TriggerDefinition) => on.triggers.create(PROJECT, definition);
  const stored = () =>
    on.count('SELECT (SELECT count(*) FROM triggers) + (SELECT count(*) FROM destinations)');

  it('is found as it was answered', async () => {
    const { trigger, destinations } = await create({
      name: 'Everything',
      description: 'All of it',
      trigger_type: 'api',
      enabled: false,
      labels: { team: 'a' },
      external_key: 'everything',
      schedule_time: FUTURE,
      misfire_policy: 'skip',
      misfire_grace: '5m',
      api_payload: { z: 1, a: [null, 'é'] },
      payload_schema: { type: 'object' },
      retention: { archive_after: '1h', delete_after: 'never' },
      destinations: [{ url: URL }],
    });

    const found = await on.triggers.get(PROJECT, trigger.id);
    expect(found.destinations).toEqual(destinations);
    expect({ ...found.trigger }).toEqual({ ...trigger });
    expect(JSON.stringify(found.trigger.api_payload)).toBe('{"z":1,"a":[null,"é"]}');
    expect(found.trigger).toMatchObject({
      revision: 1,
      run_count: '0',
      archived: false,
      last_fired_at: null,
    });
  });

  it.each<[string, TriggerDefinition, Date | null]>([
    ['never, without a time', API, null],
    ['at its time', ONCE, new Date(FUTURE)],
    ['at once when its time is past', { ...ONCE, schedule_time: PAST }, new Date(PAST)],
    ['never when it is an api trigger whose time is past', { ...API, schedule_time: PAST }, null],
    ['at its time also when it is an api trigger', { ...API, schedule_time: FUTURE }, new Date(FUTURE)],
  ])('fires by itself %s', async (_, definition, next_fire_at) => {
    const { trigger } = await create(definition);

    expect(await on.row('triggers', trigger.id)).toMatchObject({ next_fire_at });
  });

  it('with a delay has the time that long from now', async () => {
    on.setClock(0); // exactly: as it is read from PostgreSQL it may be off by the time that takes
    const { trigger } = await create({ ...API, delay: '2h' });

    expect(trigger.schedule_time!.getTime() - Date.now()).toBeGreaterThan(2 * HOUR - 5000);
    expect(trigger.schedule_time!.getTime() - Date.now()).toBeLessThanOrEqual(2 * HOUR);
    expect(trigger.next_fire_at).toEqual(trigger.schedule_time);
  });

  it('has a hook of its own when it is an api trigger, stored as its hash and sealed', async () => {
    const { trigger } = await create(API);
    const token = on.triggers.hookToken(trigger)!;

    expect(await on.triggerRows.findByHook(hashHookToken(token))).toEqual({
      project_id: PROJECT,
      id: trigger.id,
    });
    expect(JSON.stringify(await on.row('triggers', trigger.id))).not.toContain(token);
    expect(on.triggers.hookToken((await create(ONCE)).trigger)).toBeNull();
  });

  it('has its destinations in order, each once, with the secrets of those made along with it', async () => {
    const { id } = await on.newDestination({ name: 'Known' });
    const { trigger, destinations, secrets } = await create({
      ...API,
      destinations: [{ url: URL, name: 'New' }, id, id.toUpperCase()],
    });

    expect(destinations.map(({ name }) => name)).toEqual(['New', 'Known']);
    expect([...secrets!.keys()]).toEqual([destinations[0]!.id]);
    expect([...secrets!.values()][0]).toMatch(/^whsec_/);
    expect((await on.triggers.get(PROJECT, trigger.id)).destinations).toEqual(destinations);
  });

  it.each<[string, Partial<TriggerDefinition>, string]>([
    ['a destination that there is not', { destinations: [{ url: URL }, uuidV7(1)] }, '/destinations/1'],
    [
      'a destination at an inner address',
      { destinations: [{ url: 'http://10.0.0.1/' }] },
      '/destinations/0/url',
    ],
    ['a payload schema that is none', { payload_schema: { type: 'text' } }, '/payload_schema'],
  ])('with %s is refused, and nothing is stored', async (_, fields, pointer) => {
    await expect(create({ ...API, ...fields })).rejects.toMatchObject({
      kind: 'invalid',
      faults: [{ pointer }],
    });
    expect(await stored()).toBe(0);
  });

  it('with the external_key of another is refused, and nothing is stored', async () => {
    await create({ ...API, external_key: 'orders' });
    await expect(
      create({ ...API, external_key: 'orders', destinations: [{ url: URL }] }),
    ).rejects.toMatchObject({
      kind: 'conflict',
      code: 'trigger.external_key_taken',
    });

    expect(await stored()).toBe(1);
  });
});
