import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { type DeliveryQueue, EventRecorder } from '@app/deliveries';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import { FireTrigger } from './fire-trigger.js';

describe('Firing a trigger', () => {
  const on = usePlatform();
  /** Two processes that keep triggers in memory and hear nothing of each other. */
  let here: FireTrigger;
  let there: FireTrigger;

  beforeAll(() => {
    const queue = { handOver: () => {} } as unknown as DeliveryQueue;
    const process = () =>
      new FireTrigger(on.triggerRows, new EventRecorder(on.writer, queue, on.keyedFirings), on.config);
    here = process();
    there = process();
  });
  beforeEach(() => on.sql('DELETE FROM triggers'));

  const rename = (id: string, name: string) =>
    on.triggers.change(PROJECT, id, (present) => ({ ...present, name }));

  it('makes an event that is found as it was answered', async () => {
    const { id } = await on.newTrigger({ api_payload: { own: 1 }, labels: { team: 'a' } });
    const event = await here.fire(PROJECT, id, 'api');

    expect(event).toMatchObject({
      source: 'api',
      payload: { own: 1 },
      labels: { team: 'a' },
      status: 'recorded',
    });
    const { deliveries, ...found } = await on.log.get(PROJECT, event.id);
    expect(deliveries).toEqual([]);
    expect(found).toEqual(event);
  });

  it('takes the payload that it is given in place of the trigger’s own', async () => {
    const { id } = await on.newTrigger({ api_payload: { own: 1 } });

    expect((await here.fire(PROJECT, id, 'api', {})).payload).toEqual({});
  });

  it('goes by the trigger as it is, also when another process has changed it', async () => {
    const { id } = await on.newTrigger({ name: 'Old' });
    for (const process of [here, there]) await process.fire(PROJECT, id, 'api');
    await rename(id, 'New');

    for (const process of [here, there])
      expect(await process.fire(PROJECT, id, 'api')).toMatchObject({ trigger_name: 'New' });
    expect(await on.count('SELECT count(*) FROM events WHERE trigger_id = $1', [id])).toBe(4);
  });

  it('is refused as soon as the trigger is paused, archived or deleted', async () => {
    const { id } = await on.newTrigger();
    await here.fire(PROJECT, id, 'api');

    await on.triggers.set(PROJECT, id, { enabled: false });
    await expect(here.fire(PROJECT, id, 'api')).rejects.toHaveProperty('code', 'trigger.paused');
    await on.triggers.set(PROJECT, id, { archived: true });
    await expect(here.fire(PROJECT, id, 'api')).rejects.toHaveProperty('code', 'trigger.archived');
    await on.triggers.set(PROJECT, id, { enabled: true, archived: false });
    await expect(here.fire(PROJECT, id, 'api')).resolves.toBeDefined();
    await on.triggers.delete(PROJECT, id);
    await expect(here.fire(PROJECT, id, 'api')).rejects.toHaveProperty('code', 'trigger.not_found');
    expect(await on.count('SELECT count(*) FROM events WHERE trigger_id = $1', [id])).toBe(2);
  });

  it('with a payload that does not fit is refused and makes no event, by the schema as it is now', async () => {
    const { id } = await on.newTrigger({
      payload_schema: { required: ['amount'] },
      api_payload: { amount: 1 },
    });
    const before = await on.count('SELECT count(*) FROM events');
    await expect(here.fire(PROJECT, id, 'api', {})).rejects.toMatchObject({
      kind: 'invalid',
      faults: [{ pointer: '/payload' }],
    });
    expect(await on.count('SELECT count(*) FROM events')).toBe(before);

    await here.fire(PROJECT, id, 'api');
    await on.triggers.change(PROJECT, id, (present) => ({ ...present, payload_schema: null }));
    await expect(here.fire(PROJECT, id, 'api', {})).resolves.toBeDefined();
  });

  it('of another project, or that there is not, is not found', async () => {
    const { id } = await on.newTrigger();
    await here.fire(PROJECT, id, 'api');

    for (const [project, trigger] of [
      [uuidV7(1), id],
      [PROJECT, uuidV7(1)],
      [PROJECT, 'not an id'],
    ] as const)
      await expect(here.fire(project, trigger, 'api')).rejects.toHaveProperty('code', 'trigger.not_found');
  });

  it('by its hook is a firing of its own source; another token finds nothing', async () => {
    const token = on.triggers.hookToken(await on.newTrigger({ api_payload: { own: 1 } }))!;

    for (let n = 0; n < 2; n++)
      expect(await here.fireHook(token, { n })).toMatchObject({ source: 'hook', payload: { n } });
    await expect(here.fireHook(`${token}x`)).rejects.toHaveProperty('code', 'hook.not_found');
  });

  it('as a test works while it is paused, and its event lives for an hour', async () => {
    const { id } = await on.newTrigger({
      enabled: false,
      retention: { archive_after: '1d', delete_after: '7d' },
    });
    const { source, fired_at, expires_at } = await here.test(PROJECT, id);

    expect(source).toBe('test');
    expect(Number(expires_at) - fired_at.getTime()).toBe(3_600_000);
  });

  it('by the hook of a trigger that is no api trigger any more finds nothing', async () => {
    const { trigger } = await on.triggers.create(PROJECT, { name: 'x', trigger_type: 'api' });
    const token = on.triggers.hookToken(trigger)!;
    await on.triggers.change(PROJECT, trigger.id, ({ name }) => ({
      name,
      trigger_type: 'scheduled',
      delay: '1h',
    }));

    await expect(here.fireHook(token)).rejects.toHaveProperty('code', 'hook.not_found');
  });

  it('by the hook of a trigger that was deleted finds nothing, in the words for any other token', async () => {
    const { trigger } = await on.triggers.create(PROJECT, { name: 'x', trigger_type: 'api' });
    const token = on.triggers.hookToken(trigger)!;
    await here.fireHook(token);
    await on.triggers.delete(PROJECT, trigger.id);

    await expect(here.fireHook(token)).rejects.toHaveProperty('code', 'hook.not_found');
  });

  describe('with an idempotency key', () => {
    let names = 0;
    const newKey = (request = 'this') => ({
      value: `key ${names++}`,
      fingerprint: createHash('sha256').update(request).digest(),
    });
    const events = (id: string) => on.count('SELECT count(*) FROM events WHERE trigger_id = $1', [id]);

    it('makes one event, however many processes fire at once', async () => {
      const { id } = await on.newTrigger();
      const key = newKey();
      const fired = await Promise.all(
        Array.from({ length: 40 }, (_, n) => (n % 2 ? here : there).fire(PROJECT, id, 'api', { n: 1 }, key)),
      );

      expect(fired.filter(({ repeated }) => !repeated)).toHaveLength(1);
      for (const { repeated: _, ...event } of fired) {
        const { repeated: __, ...first } = fired[0]!;
        expect(event).toEqual(first);
      }
      expect(await events(id)).toBe(1);
    });

    it.each<[string, (id: string) => Promise<unknown>]>([
      ['paused', (id) => on.triggers.set(PROJECT, id, { enabled: false })],
      ['archived', (id) => on.triggers.set(PROJECT, id, { archived: true })],
      ['deleted', (id) => on.triggers.delete(PROJECT, id)],
      ['renamed', (id) => rename(id, 'Later')],
      [
        'given another schema',
        (id) =>
          on.triggers.change(PROJECT, id, (present) => ({
            ...present,
            api_payload: { b: 1 },
            payload_schema: { required: ['b'] },
          })),
      ],
    ])('answers the first event again after the trigger was %s', async (_, change) => {
      const trigger = await on.newTrigger();
      const token = on.triggers.hookToken(trigger)!;
      const keys = [newKey(), newKey()];
      const fire = (by: FireTrigger) => by.fire(PROJECT, trigger.id, 'api', { a: 1 }, keys[0]);
      const fireHook = (by: FireTrigger) => by.fireHook(token, { a: 1 }, keys[1]);
      const first = [await fire(here), await fireHook(here)];
      await change(trigger.id);

      for (const by of [here, there])
        expect([await fire(by), await fireHook(by)]).toEqual(
          first.map((event) => ({ ...event, repeated: true })),
        );
      expect(await events(trigger.id)).toBe(2);
    });

    it('is refused as without one when the key is new, and the key stays free', async () => {
      const { id } = await on.newTrigger({ enabled: false });
      const key = newKey();
      await expect(here.fire(PROJECT, id, 'api', {}, key)).rejects.toHaveProperty('code', 'trigger.paused');
      await on.triggers.set(PROJECT, id, { enabled: true });

      expect(await here.fire(PROJECT, id, 'api', {}, key)).not.toHaveProperty('repeated');
    });

    it('is refused when the key is another request’s', async () => {
      const { id } = await on.newTrigger();
      const key = newKey();
      await here.fire(PROJECT, id, 'api', {}, key);

      const { fingerprint } = newKey('that');
      await expect(here.fire(PROJECT, id, 'api', {}, { ...key, fingerprint })).rejects.toHaveProperty(
        'code',
        'idempotency.key_reused',
      );
      expect(await events(id)).toBe(1);
    });
  });
});
