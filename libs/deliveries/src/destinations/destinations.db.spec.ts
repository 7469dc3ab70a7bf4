import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { Circuits } from '../lanes/circuits.js';
import type { DestinationDefinition } from './destination-definition.js';
import type { DestinationFilter } from './destination-filter.js';
import { EphemeralDestinations } from './ephemeral-destinations.js';

const URL_ALLOWED = 'http://127.0.0.1:9/';

describe('A destination', () => {
  const on = usePlatform();

  beforeEach(async () => {
    await on.sql('DELETE FROM destinations');
    await on.sql('DELETE FROM deliveries');
  });

  const change = (id: string, fields: Partial<DestinationDefinition>) =>
    on.destinations.change(PROJECT, id, (present) => ({ ...present, ...fields }));

  it('is found as it was answered, with its secret and headers sealed', async () => {
    const { destination, secret } = await on.destinations.create(PROJECT, {
      url: URL_ALLOWED,
      headers: { authorization: 'Bearer hidden' },
      retry: { max_attempts: 2 },
    });

    expect({ ...(await on.destinations.get(PROJECT, destination.id)) }).toEqual(destination);
    const row = JSON.stringify(await on.row('destinations', destination.id));
    expect(row).not.toContain(secret);
    expect(row).not.toContain('hidden');
    expect(on.destinations.definitionOf(destination).headers).toEqual({ authorization: 'Bearer hidden' });
  });

  it.each(['http://10.0.0.1/', 'http://[::1]/', 'http://2886729729/'])(
    'at the inner address %s is refused, and nothing is stored or changed',
    async (url) => {
      const refusal = {
        kind: 'invalid',
        faults: [{ pointer: '/url', detail: 'destination address is not allowed' }],
      };
      await expect(on.destinations.create(PROJECT, { url })).rejects.toMatchObject(refusal);
      expect(await on.count('SELECT count(*) FROM destinations')).toBe(0);

      const { id } = await on.newDestination();
      await expect(change(id, { url, name: 'x' })).rejects.toMatchObject(refusal);
      expect(await on.destinations.get(PROJECT, id)).toMatchObject({ url: URL_ALLOWED, name: '127.0.0.1:9' });
    },
  );

  it('that is changed keeps its secret and what is not changed', async () => {
    const before = await on.newDestination({ headers: { a: 'b' }, timeout: '5s' });
    await change(before.id, { name: 'Renamed', retry: { max_attempts: 3 } });

    const after = await on.destinations.get(PROJECT, before.id);
    expect(after).toMatchObject({
      name: 'Renamed',
      url: before.url,
      timeout: '5s',
      secret_sealed: before.secret_sealed,
      retry: { max_attempts: 3, min_delay: '1s', max_delay: '1h', factor: 3, jitter: 0.2 },
    });
    expect(on.destinations.definitionOf(after).headers).toEqual({ a: 'b' });
    expect(after.created_at).toEqual(before.created_at);
    expect(after.updated_at > before.updated_at).toBe(true);
  });

  it('that is a queue is found as it was answered, with its Redis sealed and no secret', async () => {
    const { destination, secret } = await on.destinations.create(PROJECT, {
      kind: 'bullmq',
      queue: 'orders',
      redis_url: 'redis://etp:hidden@127.0.0.1:6379/2',
    });

    expect(secret).toBeNull();
    expect({ ...(await on.destinations.get(PROJECT, destination.id)) }).toEqual(destination);
    expect(JSON.stringify(await on.row('destinations', destination.id))).not.toContain('hidden');
    expect(on.destinations.shown(destination).redis_url).toBe('redis://127.0.0.1:6379/2');
    expect(on.destinations.definitionOf(destination)).toMatchObject({
      redis_url: 'redis://etp:hidden@127.0.0.1:6379/2',
      prefix: 'bull',
    });
  });

  it.each<[string, DestinationDefinition, string]>([
    ['names no Redis', {}, '/redis_url'],
    ['has its Redis at an inner address', { redis_url: 'redis://10.0.0.1' }, '/redis_url'],
    ['is among the platform’s own', { redis_url: 'redis://127.0.0.1', prefix: 'etp' }, '/prefix'],
  ])('that is a queue is refused when it %s', async (_, fields, pointer) => {
    const making = on.destinations.create(PROJECT, { kind: 'bullmq', queue: 'deliveries', ...fields });

    await expect(making).rejects.toMatchObject({ kind: 'invalid', faults: [{ pointer }] });
    expect(await on.count('SELECT count(*) FROM destinations')).toBe(0);
  });

  it('stays of its kind', async () => {
    const { id } = await on.newDestination();

    await expect(
      change(id, { kind: 'bullmq', queue: 'q', redis_url: 'redis://127.0.0.1', url: undefined }),
    ).rejects.toMatchObject({ kind: 'invalid', faults: [{ pointer: '/kind' }] });
  });

  it('whose secret is rotated signs with both, and twice rotated no longer with the first', async () => {
    const { destination: first } = await on.destinations.create(PROJECT, { url: URL_ALLOWED });
    await on.destinations.rotateSecret(PROJECT, first.id);
    const second = await on.destinations.get(PROJECT, first.id);
    await on.destinations.rotateSecret(PROJECT, first.id);
    const third = await on.destinations.get(PROJECT, first.id);

    expect(second.previous_secret_sealed).toBe(first.secret_sealed);
    expect(third.previous_secret_sealed).toBe(second.secret_sealed);
    const { deliveries } = await on.record({ destination_ids: [first.id] });
    expect(await on.deliver.check(deliveries)).toMatchObject([
      {
        delivery: {
          secret_sealed: third.secret_sealed,
          previous_secret_sealed: second.secret_sealed,
        },
      },
    ]);
  });

  it('that is deleted leaves its triggers, whose firings in flight notice', async () => {
    const { id } = await on.newDestination();
    const trigger = await on.newTrigger({ destinations: [id] });
    const other = await on.newTrigger();
    await on.destinations.delete(PROJECT, id);

    const found = await on.triggers.get(PROJECT, trigger.id);
    expect(found.destinations).toEqual([]);
    expect(found.trigger.revision).toBe(2);
    expect((await on.triggers.get(PROJECT, other.id)).trigger.revision).toBe(1);
    const { name, trigger_type, revision } = trigger;
    const stale = on.firing({
      trigger: { id: trigger.id, name, trigger_type, revision },
      destination_ids: [id],
    });
    expect(await on.writer.write([stale])).toEqual([undefined]);
  });

  it.each(['not an id', uuidV7(1)])('that there is not is not found: %s', async (id) => {
    for (const attempt of [
      () => on.destinations.get(PROJECT, id),
      () => change(id, {}),
      () => on.destinations.enable(PROJECT, id),
      () => on.destinations.rotateSecret(PROJECT, id),
      () => on.destinations.delete(PROJECT, id),
    ])
      await expect(attempt()).rejects.toMatchObject({ kind: 'not_found', code: 'destination.not_found' });
  });

  it('of another project is not found', async () => {
    const { id } = await on.newDestination();

    await expect(on.destinations.get(uuidV7(1), id)).rejects.toHaveProperty('code', 'destination.not_found');
    await expect(on.destinations.delete(uuidV7(1), id)).rejects.toHaveProperty(
      'code',
      'destination.not_found',
    );
  });

  describe('that was turned off by the platform', () => {
    const off = async () => {
      const { id } = await on.newDestination();
      const { deliveries } = await on.record({ destination_ids: [id] });
      await on.get(Circuits).disable(id, 'the endpoint answered 410 Gone');
      await on.deliver.park(deliveries);
      return { id, refs: deliveries };
    };
    /** What a turn over the lanes hands over. */
    const dispatched = async () => {
      on.handedOver.length = 0;
      await on.dispatcher.runOnce('active');
      return on.handedOver;
    };

    it('says why, and keeps the first reason', async () => {
      const { id } = await off();
      await on.get(Circuits).disable(id, 'another reason');

      expect(await on.destinations.get(PROJECT, id)).toMatchObject({
        enabled: false,
        disabled_reason: 'the endpoint answered 410 Gone',
      });
    });

    it.each<[string, (id: string) => Promise<unknown>]>([
      ['enabled', (id) => on.destinations.enable(PROJECT, id)],
      ['changed to be enabled', (id) => change(id, { enabled: true })],
    ])('lets what waited go on once it is %s, and nobody else’s', async (_, turnOn) => {
      const { id, refs } = await off();
      await off();
      expect(await dispatched()).toEqual([]);
      await turnOn(id);

      expect(await on.destinations.get(PROJECT, id)).toMatchObject({ enabled: true, disabled_reason: null });
      expect(await dispatched()).toEqual(refs.map((ref) => ({ ...ref, dispatch: 2 })));
    });

    it.each<[string, (id: string) => Promise<unknown>]>([
      ['enabled', (id) => on.destinations.enable(PROJECT, id)],
      ['changed to be enabled', (id) => change(id, { enabled: true })],
    ])('starts anew once it is %s: failures of last week do not count', async (_, turnOn) => {
      const { id } = await off();
      await on.sql(
        `UPDATE destinations SET circuit_state = 'open', failed_in_a_row = 40,
                failing_since = now() - interval '7 days' WHERE id = $1`,
        [id],
      );
      await turnOn(id);

      expect(await on.destinations.get(PROJECT, id)).toMatchObject({
        circuit_state: 'closed',
        failed_in_a_row: 0,
        failing_since: null,
      });
    });

    it('stays off through any other change', async () => {
      const { id } = await off();
      await change(id, { name: 'Renamed' });

      expect(await on.destinations.get(PROJECT, id)).toMatchObject({ enabled: false, name: 'Renamed' });
      expect(await on.handOver.claimDue(10)).toEqual([]);
    });

    it('keeps nothing waiting that was found off just before it was turned on', async () => {
      const { id } = await on.newDestination();
      const { deliveries } = await on.record({ destination_ids: [id] });
      await on.get(Circuits).disable(id, 'the endpoint answered 410 Gone');
      const [checked] = await on.deliver.check(deliveries);
      expect(checked!.state).toBe('destination-off');
      await on.destinations.enable(PROJECT, id);
      await on.deliver.park(deliveries);

      expect(await on.handOver.claimDue(10)).toEqual([{ ...deliveries[0], dispatch: 2 }]);
    });
  });

  describe('of a draft', () => {
    const ephemeral = async (until: number) => {
      const references = [{ url: URL_ALLOWED }];
      const at = new Date(Date.now() + until);
      const { destinations } = await on.destinationReferences.resolve(PROJECT, references, undefined, at);
      return destinations[0]!.id;
    };

    it('can be got but is not listed', async () => {
      const { id } = await on.newDestination();
      const hidden = await ephemeral(60_000);

      expect((await on.destinations.list(PROJECT, 10)).data.map((one) => one.id)).toEqual([id]);
      expect(await on.destinations.get(PROJECT, hidden)).toBeDefined();
    });

    it('is removed when its time is over, a bounded number at once, and no other', async () => {
      const { id } = await on.newDestination();
      const alive = await ephemeral(60_000);
      for (let n = 0; n < 3; n++) await ephemeral(-1000);

      expect(await on.get(EphemeralDestinations).runOnce(2)).toBe(2);
      expect(await on.get(EphemeralDestinations).runOnce(2)).toBe(1);
      expect(await on.get(EphemeralDestinations).runOnce(2)).toBe(0);
      const left = await on.sql<{ id: string }>('SELECT id FROM destinations');
      expect(left.map((one) => one.id).toSorted()).toEqual([id, alive].toSorted());
    });
  });

  it('comes in pages, newest first, without gaps or repeats', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      on.setClock(n);
      ids.unshift((await on.newDestination()).id);
    }
    on.setClock(0);
    const first = await on.destinations.list(PROJECT, 3);
    const second = await on.destinations.list(PROJECT, 3, first.next_cursor!);

    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids);
    expect(second.next_cursor).toBeNull();
  });

  it('is found by a part of its name, URL or queue, and by being in trouble', async () => {
    const ids = new Map<string, string>();
    for (const name of ['Orders', 'off by hand', 'open', 'given up', 'losing', 'lost long ago'])
      ids.set(name, (await on.newDestination({ name, url: `http://127.0.0.1:9/${ids.size}_Hook` })).id);
    const set = (name: string, what: string) =>
      on.sql(`UPDATE destinations SET ${what} WHERE id = $1`, [ids.get(name)]);
    await set('off by hand', 'enabled = false');
    await set('open', `circuit_state = 'open'`);
    await set('given up', `enabled = false, disabled_reason = 'days of failures'`);
    const dead = (name: string, ago: string) =>
      on.sql(
        `INSERT INTO stat_cells VALUES ($1, $2, 60, now() - $3::interval, 0, 0, 1, 0, 0, NULL, '{}', '{}')`,
        [PROJECT, ids.get(name), ago],
      );
    await dead('losing', '2 min');
    await dead('lost long ago', '2 h');

    const names = async (filter: DestinationFilter) =>
      (await on.destinations.list(PROJECT, 10, undefined, filter)).data.map(({ name }) => name);
    expect(await names({ q: 'oRD' })).toEqual(['Orders']);
    expect(await names({ q: '3_hook' })).toEqual(['given up']);
    expect(await names({ q: '%' })).toEqual([]);
    expect(await names({ in_trouble: true })).toEqual(['losing', 'given up', 'open']);
    expect(await names({ in_trouble: false })).toEqual(['lost long ago', 'off by hand', 'Orders']);
    expect(await names({ in_trouble: true, q: 'open' })).toEqual(['open']);
  });
});
