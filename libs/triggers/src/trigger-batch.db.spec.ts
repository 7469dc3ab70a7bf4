import { beforeEach, describe, expect, it } from 'vitest';
import { AuditLog } from '@app/auth';
import { uuidV7 } from '@app/clock';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import { TriggerBatch } from './trigger-batch.js';
import { type KeyedDefinition } from './trigger-batch.js';
import type { BatchPlan } from './batch-plan.js';

const PAST = '2026-03-01T10:00:00.000Z';
const FUTURE = '2126-03-01T10:00:00.000Z';
const URL = 'http://127.0.0.1:9/';

describe('A batch of triggers', () => {
  const on = usePlatform();

  beforeEach(async () => {
    on.handedOver.length = 0;
    await on.sql('DELETE FROM triggers');
    await on.sql('DELETE FROM destinations');
    await on.sql('DELETE FROM deliveries');
    await on.sql('DELETE FROM events');
  });

  const batch = () => on.get(TriggerBatch);
  const save = (...definitions: KeyedDefinition[]) => batch().save(PROJECT, definitions);
  const one = (external_key: string, rest: Partial<KeyedDefinition> = {}): KeyedDefinition => ({
    name: external_key,
    trigger_type: 'scheduled',
    cron: '0 10 * * *',
    external_key,
    ...rest,
  });
  const outcomes = ({ triggers }: BatchPlan) => triggers.map(({ outcome }) => outcome);
  const ids = ({ triggers }: BatchPlan) => triggers.map(({ trigger }) => trigger.id);
  const rows = () => on.sql('SELECT * FROM triggers ORDER BY external_key');
  const auditOf = async (target_id: string) => (await on.get(AuditLog).list({ target_id }, 10)).data;
  const events = () => on.sql('SELECT * FROM events ORDER BY id');

  it('makes each as a single call would, in the order given', async () => {
    const definition: Omit<KeyedDefinition, 'external_key'> = {
      name: 'Full',
      description: 'd',
      trigger_type: 'api',
      labels: { bb: '1', a: '2' },
      schedule_time: FUTURE,
      misfire_policy: 'skip',
      api_payload: { b: 1, a: { z: '\\x "quoted"', y: null } },
      payload_schema: { type: 'object', properties: { b: {}, a: {} } },
      retention: { archive_after: '1h', delete_after: '2h' },
      destinations: [{ url: URL, headers: { 'x-key': 'v' } }],
    };
    const { trigger: alone } = await on.triggers.create(PROJECT, {
      ...structuredClone(definition),
      destinations: [],
    });
    const saved = await save(one('z'), { ...structuredClone(definition), external_key: 'full' });

    expect(outcomes(saved)).toEqual(['created', 'created']);
    expect(saved.triggers.map(({ trigger }) => trigger.external_key)).toEqual(['z', 'full']);
    const stored = await on.triggers.get(PROJECT, ids(saved)[1]!);
    const any: unknown = expect.anything();
    const own = { id: any, created_at: any, updated_at: any, anchor_at: any };
    const hook = { hook_token_hash: any, hook_token_sealed: any };
    expect({ ...stored.trigger }).toEqual({
      ...(await on.triggers.get(PROJECT, alone.id)).trigger,
      ...own,
      ...hook,
      external_key: 'full',
    });
    expect(JSON.stringify(stored.trigger.api_payload)).toBe(JSON.stringify(definition.api_payload));
    expect(stored.trigger.hook_token_hash).toBeInstanceOf(Buffer);
    expect(on.triggers.hookToken(stored.trigger)).toMatch(/^.{43}$/);
    expect(stored.destinations).toEqual([expect.objectContaining({ url: URL })]);
    expect(saved.made).toEqual([
      {
        destination: expect.objectContaining({ url: URL }) as object,
        secret: expect.stringMatching(/^whsec_/) as string,
      },
    ]);
    expect(await auditOf(ids(saved)[1]!)).toEqual([
      expect.objectContaining({ action: 'trigger.created', before: null }),
    ]);
  });

  it('leaves alone what is like it already, and changes the rest', async () => {
    const first = await save(one('a'), one('b'), one('c', { destinations: [{ url: URL }] }));
    const before = await rows();
    const again = await save(
      one('c', { destinations: [{ url: URL }] }),
      one('b', { cron: '0 11 * * *' }),
      one('a', { timezone: 'UTC', api_payload: {} }),
      one('d'),
    );

    expect(outcomes(again)).toEqual(['unchanged', 'updated', 'unchanged', 'created']);
    expect(ids(again).slice(0, 3)).toEqual(ids(first).toReversed());
    const [a, b, c] = await rows();
    expect([a, c]).toEqual([before[0], before[2]]);
    expect(b).toMatchObject({ cron: '0 11 * * *', revision: 2 });
    expect(await auditOf(ids(first)[0]!)).toHaveLength(1);
    expect(await auditOf(ids(first)[1]!)).toEqual([
      expect.objectContaining({
        action: 'trigger.updated',
        before: { cron: '0 10 * * *' },
        after: { cron: '0 11 * * *' },
      }),
      expect.objectContaining({ action: 'trigger.created' }),
    ]);
    expect(await on.count('SELECT count(*) FROM destinations')).toBe(1);
  });

  it('replaces as PUT does: what is left out goes back, what is archived stays so, an equal schedule goes on', async () => {
    const { trigger } = await on.triggers.create(
      PROJECT,
      one('a', { description: 'old', every: '1h', cron: null }),
    );
    await on.triggers.set(PROJECT, trigger.id, { archived: true });
    const armed = await on.row('triggers', trigger.id);
    await save(one('a', { every: '1h', cron: null, name: 'New' }));

    const { next_fire_at, anchor_at } = armed;
    expect(await on.row('triggers', trigger.id)).toMatchObject({
      name: 'New',
      description: '',
      archived: true,
      next_fire_at,
      anchor_at,
    });
  });

  it('fires first what was due under an old definition, and leaves what is unchanged to the loop', async () => {
    const due = { cron: null, schedule_time: PAST, destinations: [{ url: URL }] };
    await save(one('a', { ...due, api_payload: { old: true } }), one('b', due));
    const { triggers } = await save(one('a', { cron: null, schedule_time: FUTURE }), one('b', due));

    expect(await events()).toEqual([
      expect.objectContaining({ trigger_id: triggers[0]!.trigger.id, payload: { old: true } }),
    ]);
    expect(on.handedOver).toHaveLength(1);
    expect(triggers[0]!.trigger).toMatchObject({ run_count: '1', next_fire_at: new Date(FUTURE) });
  });

  it('catches up ahead, in transactions that are no longer for many triggers', async () => {
    const late = { cron: null, every: '1m', misfire_policy: 'fire_all' } as const;
    const keys = ['a', 'b', 'c'];
    await save(...keys.map((key) => one(key, late)));
    await on.sql(`UPDATE triggers SET anchor_at = anchor_at - interval '900 min',
                    next_occurrence_at = next_occurrence_at - interval '900 min',
                    next_fire_at = next_fire_at - interval '900 min'`);
    await save(...keys.map((key) => one(key, { ...late, every: '2h' })));

    const written = await on.sql<{ events: number }>(
      'SELECT count(*)::int AS events FROM events GROUP BY xmin::text ORDER BY 1',
    );
    expect(written.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThanOrEqual(3 * 898);
    expect(written.at(-1)!.events).toBeLessThanOrEqual(2000);
  });

  it('makes destinations that are written alike once, and finds them again at the triggers that have them', async () => {
    const destinations = [{ url: URL, timeout: '5s' }];
    const first = await save(one('a', { destinations }), one('b', { destinations }));
    await on.destinations.change(PROJECT, first.made[0]!.destination.id, (present) => ({
      ...present,
      name: 'Renamed',
    }));
    const again = await save(one('a', { destinations }), one('b', { destinations }));
    const other = await save(one('a', { destinations: [{ url: URL, timeout: '6s' }] }));

    expect(first.made).toHaveLength(1);
    expect(outcomes(again)).toEqual(['unchanged', 'unchanged']);
    expect(again.made).toEqual([]);
    expect(outcomes(other)).toEqual(['updated']);
    expect(other.made).toHaveLength(1);
    expect((await on.triggers.get(PROJECT, ids(other)[0]!)).destinations.map(({ id }) => id)).toEqual([
      other.made[0]!.destination.id,
    ]);
  });

  it('knows alert destinations and watches, as a single call does', async () => {
    const watched = { expect_every: '1h', alert_destinations: [{ url: URL }] };
    const first = await save(one('a', watched));
    const again = await save(one('a', watched));
    const without = await save(one('a', { expect_every: null }));

    expect([first, again, without].map(outcomes)).toEqual([['created'], ['unchanged'], ['updated']]);
    expect(first.triggers[0]!.trigger.watch_at).toBeInstanceOf(Date);
    expect(first.triggers[0]!.alertDestinations).toEqual([expect.objectContaining({ url: URL })]);
    expect(again.triggers[0]!.alertDestinations).toEqual(first.triggers[0]!.alertDestinations);
    expect(await on.triggers.get(PROJECT, ids(first)[0]!)).toMatchObject({
      trigger: { expect_every: null, watch_at: null },
      alertDestinations: [],
    });
    await expect(save(one('b', { alert_destinations: [uuidV7(1)] }))).rejects.toMatchObject({
      faults: [{ pointer: '/triggers/0/alert_destinations/0' }],
    });
  });

  it('stores nothing when any of it is refused, and says where each fault is', async () => {
    await save(one('a', { cron: null, schedule_time: PAST }));
    const before = await rows();
    const saving = save(
      one('a', { cron: '1 1 * * *' }),
      one('b', { destinations: [{ url: URL }, uuidV7(1)] }),
      one('c', { destinations: [{ url: 'http://10.0.0.1/' }] }),
    );

    await expect(saving).rejects.toMatchObject({
      kind: 'invalid',
      faults: [
        { pointer: '/triggers/1/destinations/1', detail: 'there is no such destination' },
        { pointer: '/triggers/2/destinations/0/url' },
      ],
    });
    await expect(save(one('d'), one('e', { payload_schema: { type: 'nothing' } }))).rejects.toMatchObject({
      faults: [{ pointer: '/triggers/1/payload_schema' }],
    });
    expect(await rows()).toEqual(before);
    expect(await events()).toEqual([]);
    expect(await on.count('SELECT count(*) FROM destinations')).toBe(0);
  });

  it('answers no more than 100 faults', async () => {
    const lost = Array.from({ length: 20 }, (_, n) => uuidV7(n));
    const many = Array.from({ length: 10 }, (_, n) => one(`k${n}`, { destinations: lost }));

    await expect(save(...many)).rejects.toSatisfy(
      (error: { faults: object[] }) => error.faults.length === 100,
    );
  });

  it('says in advance what it would do, and does none of it', async () => {
    const { triggers } = await save(one('a', { cron: null, schedule_time: PAST }), one('b'));
    const before = await rows();
    const wanted = [one('b'), one('a', { cron: '0 0 1 1 *' }), one('c', { destinations: [{ url: URL }] })];
    const plan = await batch().plan(PROJECT, wanted);

    expect(outcomes(plan)).toEqual(['unchanged', 'updated', 'created']);
    expect(plan.triggers[1]!.trigger.next_fire_at!.toISOString()).toMatch(/-01-01T00:00:00\.000Z$/);
    expect(await rows()).toEqual(before);
    expect(await auditOf(triggers[0]!.trigger.id)).toHaveLength(1);
    expect(await on.count('SELECT count(*) FROM destinations')).toBe(0);
    await expect(batch().plan(PROJECT, [one('d', { destinations: [uuidV7(1)] })])).rejects.toMatchObject({
      kind: 'invalid',
    });
  });

  it('belongs to its project', async () => {
    const [other] = await on.sql<{ id: string }>(
      `INSERT INTO projects (id, slug, name) VALUES (gen_random_uuid(), 'other', 'Other') RETURNING id`,
    );
    await save(one('a'));
    const elsewhere = await batch().save(other!.id, [one('a')]);

    expect(outcomes(elsewhere)).toEqual(['created']);
    expect(await rows()).toHaveLength(2);
  });

  it('that races with others for the same new keys waits and updates', async () => {
    const keys = Array.from({ length: 40 }, (_, n) => `k${n}`);
    const racing = [keys, keys.toReversed(), keys.toSorted(), keys.slice(20)].map((these, n) =>
      save(...these.map((key) => one(key, { description: `by ${n}` }))),
    );
    const alone = on.triggers.create(PROJECT, one('k7')).catch((error: { code: string }) => error.code);
    const plans = await Promise.all(racing);

    const all = plans.flatMap(outcomes);
    const madeAlone = (await alone) === 'trigger.external_key_taken' ? 0 : 1;
    expect(all.filter((outcome) => outcome === 'created')).toHaveLength(40 - madeAlone);
    expect(all.filter((outcome) => outcome === 'updated')).toHaveLength(100 + madeAlone);
    expect(await rows()).toHaveLength(40);
  });

  it('gets along with changes of its triggers and with the claiming of what is due', async () => {
    const keys = Array.from({ length: 30 }, (_, n) => `k${n}`);
    const due = { cron: null, schedule_time: PAST };
    const { triggers } = await save(...keys.map((key) => one(key, due)));
    const patches = triggers.map(({ trigger: { id } }) =>
      on.triggers.change(PROJECT, id, (present) => ({ ...present, labels: { patched: 'yes' } })),
    );
    const batches = [keys, keys.toReversed()].map((these) =>
      save(...these.map((key) => one(key, { ...due, name: 'By batch', labels: { patched: 'yes' } }))),
    );
    await Promise.all([...patches, ...batches, on.due.runOnce(10), on.due.runOnce(10)]);
    await on.due.runOnce(100);

    expect(await on.count(`SELECT count(*) FROM events`)).toBe(30);
    for (const row of await rows())
      expect(row).toMatchObject({ name: 'By batch', labels: { patched: 'yes' }, run_count: '1' });
  });

  it('has room for 1,000 triggers with inline destinations of their own', async () => {
    const wanted = Array.from({ length: 1000 }, (_, n) =>
      one(`k${n}`, { destinations: [{ url: `${URL}${n}/a` }, { url: `${URL}${n}/b` }] }),
    );
    expect(new Set(outcomes(await save(...wanted)))).toEqual(new Set(['created']));
    expect(new Set(outcomes(await save(...wanted)))).toEqual(new Set(['unchanged']));
    const changed = wanted.map((trigger) => ({ ...trigger, cron: '5 5 * * *' }));
    expect(new Set(outcomes(await save(...changed)))).toEqual(new Set(['updated']));
    expect(await on.count('SELECT count(*) FROM destinations')).toBe(2000);
  });
});
