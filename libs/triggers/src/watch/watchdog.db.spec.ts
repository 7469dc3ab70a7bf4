import { beforeEach, describe, expect, it } from 'vitest';
import { AlertDestinations, EventRecorder } from '@app/deliveries';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { FireTrigger } from '../fire-trigger.js';
import { ManualEvents } from '../manual-events.js';
import type { TriggerDefinition } from '../trigger-definition.js';
import type { Trigger } from '../trigger.entity.js';
import { Watchdog } from './watchdog.js';
import { CLAIM } from './watched-triggers.repository.js';

const MINUTE = 60_000;

interface AlertRow {
  id: string;
  trigger_id: string;
  payload: { alert: string; since: string; last_fired_at: string | null };
}

describe('The watchdog', () => {
  const on = usePlatform();
  beforeEach(async () => {
    for (const table of ['triggers', 'deliveries', 'events', 'destinations'])
      await on.sql(`DELETE FROM ${table}`);
    on.handedOver.length = 0;
  });

  const watched = (rest: Partial<TriggerDefinition> = {}) => on.newTrigger({ expect_every: '1m', ...rest });
  const fire = ({ id }: Trigger) => on.get(FireTrigger).fire(PROJECT, id, 'api');
  const run = () => on.get(Watchdog).runOnce(100);
  const state = ({ id }: Trigger) => on.row<Trigger>('triggers', id);
  const alerts = () => on.sql<AlertRow>(`SELECT * FROM events WHERE source = 'alert' ORDER BY id`);
  const told = async () => (await alerts()).map(({ payload }) => payload.alert);
  /** As if everything had happened that much earlier; nobody has to wait for it. */
  const pass = async (ms: number) => {
    const earlier = (column: string) => `${column} = ${column} - $1 * interval '1 ms'`;
    const columns = [
      'watched_from',
      'watch_at',
      'quiet_since',
      'last_fired_at',
      'next_fire_at',
      'next_occurrence_at',
      'anchor_at',
      'schedule_time',
    ];
    await on.sql(`UPDATE triggers SET ${columns.map(earlier).join(', ')}`, [ms]);
    await on.sql(`UPDATE events SET ${earlier('fired_at')} WHERE source <> 'alert'`, [ms]);
  };

  it('tells of a trigger that never fires, once, and of its first firing, once', async () => {
    const trigger = await watched({ labels: { team: 'a' } });
    expect(await run()).toEqual({ looked: 0, told: 0 });
    await pass(MINUTE + 2000);
    const since = (await state(trigger)).watched_from;

    expect(await run()).toEqual({ looked: 1, told: 1 });
    await pass(MINUTE);
    expect(await run()).toEqual({ looked: 1, told: 0 });
    const [event] = await alerts();
    expect(event).toMatchObject({
      trigger_id: trigger.id,
      trigger_name: 'Test',
      trigger_type: 'api',
      labels: { team: 'a' },
      scheduled_for: null,
      payload: {
        alert: 'trigger.quiet',
        trigger: { id: trigger.id, name: 'Test' },
        expect_every: '1m',
        last_fired_at: null,
        since: since!.toISOString(),
      },
    });
    expect(Object.keys(event!.payload)[0]).toBe('alert');
    await fire(trigger);

    expect(await run()).toEqual({ looked: 1, told: 1 });
    expect(await run()).toEqual({ looked: 0, told: 0 });
    expect(await told()).toEqual(['trigger.quiet', 'trigger.recovered']);
    const { last_fired_at, quiet_since, watch_at } = await state(trigger);
    expect((await alerts())[1]!.payload.last_fired_at).toBe(last_fired_at!.toISOString());
    expect(quiet_since).toBeNull();
    expect(watch_at!.getTime()).toBe(last_fired_at!.getTime() + MINUTE + 1000);
  });

  it('counts from the last firing, and lets a lively trigger be', async () => {
    const trigger = await watched();
    await pass(MINUTE - 1000);
    await fire(trigger);
    await pass(5000);
    expect(await run()).toEqual({ looked: 1, told: 0 });

    await pass(MINUTE);
    const fired = (await state(trigger)).last_fired_at!.toISOString();
    await run();
    expect((await alerts()).map(({ payload }) => payload)).toMatchObject([
      { since: fired, last_fired_at: fired },
    ]);
  });

  it('knows of firings that the trigger did not note, since somebody held it', async () => {
    const trigger = await watched();
    await pass(MINUTE + 2000);
    await on.database.transaction(async (manager) => {
      await manager.query('SELECT FROM triggers WHERE id = $1 FOR UPDATE', [trigger.id]);
      await fire(trigger);
    });
    expect((await state(trigger)).last_fired_at).toBeNull();
    expect(await run()).toEqual({ looked: 1, told: 0 });

    await pass(MINUTE + 2000);
    expect(await run()).toMatchObject({ told: 1 });
    await on.database.transaction(async (manager) => {
      await manager.query('SELECT FROM triggers WHERE id = $1 FOR UPDATE', [trigger.id]);
      await fire(trigger);
    });
    await on.sql('UPDATE triggers SET watch_at = now()');
    expect(await run()).toMatchObject({ told: 1 });
    expect(await told()).toEqual(['trigger.quiet', 'trigger.recovered']);
  });

  it('knows of a firing that came within a second of one that was noted', async () => {
    const trigger = await watched();
    await on.sql(`UPDATE triggers SET last_fired_at = now() + interval '10 s'`); // so that it is surely within
    const { fired_at } = await fire(trigger);
    await on.sql(`UPDATE triggers SET watch_at = now(), watched_from = now() - interval '1 hour',
                         last_fired_at = now() - interval '61001 ms'`);

    expect(await run()).toEqual({ looked: 1, told: 0 });
    expect((await state(trigger)).watch_at!.getTime()).toBe(fired_at.getTime() + MINUTE + 1000);
  });

  it('takes no test, replay, event by hand or alert for a firing', async () => {
    const trigger = await watched();
    await pass(MINUTE + 2000);
    const test = await on.get(FireTrigger).test(PROJECT, trigger.id);
    await on.get(ManualEvents).create(PROJECT, { payload: {}, trigger_id: trigger.id });
    await on.get(ManualEvents).replay(PROJECT, test.id, { again: true });

    expect(await run()).toMatchObject({ told: 1 });
    await on.sql('UPDATE triggers SET watch_at = now()');
    expect(await run()).toMatchObject({ looked: 1, told: 0 });
    expect((await state(trigger)).last_fired_at).toBeNull();
  });

  it('tells each once with many loops at work, of more triggers than one of them takes', async () => {
    const triggers = await Promise.all(Array.from({ length: 40 }, () => watched()));
    await pass(MINUTE + 2000);
    const loops = () =>
      Promise.all(
        Array.from({ length: 6 }, async () => {
          while ((await on.get(Watchdog).runOnce(7)).looked > 0);
        }),
      );
    await loops();
    await Promise.all(triggers.map(fire));
    await loops();

    const rows = await alerts();
    expect(rows.map(({ trigger_id, payload }) => `${trigger_id} ${payload.alert}`).toSorted()).toEqual(
      triggers.flatMap(({ id }) => [`${id} trigger.quiet`, `${id} trigger.recovered`]).toSorted(),
    );
  });

  it('keeps nothing when it cannot keep everything', async () => {
    const trigger = await watched();
    await pass(MINUTE + 2000);
    const before = await state(trigger);
    await on.sql(`ALTER TABLE triggers ADD CONSTRAINT broken CHECK (quiet_since IS NULL)`);
    await expect(run()).rejects.toThrow('broken');
    await on.sql('ALTER TABLE triggers DROP CONSTRAINT broken');

    expect(await alerts()).toEqual([]);
    expect(await state(trigger)).toEqual(before);
    expect(await run()).toMatchObject({ told: 1 });
  });

  describe('sends alerts', () => {
    const deliveries = async () =>
      (await on.sql<{ destination_id: string }>('SELECT destination_id FROM deliveries ORDER BY id')).map(
        ({ destination_id }) => destination_id,
      );
    const goQuiet = async (rest: Partial<TriggerDefinition> = {}) => {
      await watched(rest);
      await pass(MINUTE + 2000);
      await run();
    };

    it('nowhere when there is nowhere to send them', async () => {
      await goQuiet({ destinations: [(await on.newDestination()).id] });

      expect(await told()).toEqual(['trigger.quiet']);
      expect(await deliveries()).toEqual([]);
    });

    it('to the destinations of the project, handed over after the commit', async () => {
      const [first, second] = [await on.newDestination(), await on.newDestination()];
      await on.get(AlertDestinations).replace(PROJECT, [second.id, first.id]);
      await goQuiet();

      expect(await deliveries()).toEqual(expect.arrayContaining([first.id, second.id]));
      expect(on.handedOver).toHaveLength(2);
    });

    it('to those of the trigger instead', async () => {
      const [ofProject, own] = [await on.newDestination(), await on.newDestination()];
      await on.get(AlertDestinations).replace(PROJECT, [ofProject.id]);
      await goQuiet({ alert_destinations: [own.id] });

      expect(await deliveries()).toEqual([own.id]);
    });

    it('where they would go today when one that went nowhere is replayed', async () => {
      await goQuiet({ destinations: [(await on.newDestination()).id] });
      const [{ id }] = (await alerts()) as [AlertRow];
      const late = await on.newDestination();
      await on.get(AlertDestinations).replace(PROJECT, [late.id]);
      await on.get(ManualEvents).replay(PROJECT, id);

      expect(await deliveries()).toEqual([late.id]);
    });

    it('not to a destination that is gone', async () => {
      const gone = await on.newDestination();
      await on.get(AlertDestinations).replace(PROJECT, [gone.id]);
      await on.destinations.delete(PROJECT, gone.id);
      await goQuiet();

      expect(await deliveries()).toEqual([]);
    });
  });

  describe('of a schedule', () => {
    const every = (rest: Partial<TriggerDefinition> = {}) =>
      watched({ trigger_type: 'scheduled', every: '30s', expect_every: '45s', ...rest });

    it('waits for what the workers could not fire while they were away', async () => {
      const trigger = await every();
      await pass(60 * MINUTE);
      expect(await run()).toEqual({ looked: 1, told: 0 });
      await on.due.runOnce(10);
      await pass(MINUTE + 500); // when it is looked at again

      await on.due.runOnce(10);
      expect(await run()).toEqual({ looked: 1, told: 0 });
      expect((await state(trigger)).quiet_since).toBeNull();
    });

    it('tells when it does not catch up', async () => {
      await every();
      await pass(60 * MINUTE);
      await run();
      await pass(MINUTE + 500);

      expect(await run()).toMatchObject({ told: 1 });
    });

    it('expects nothing once it has ended', async () => {
      const trigger = await watched({ trigger_type: 'time-based', delay: '1s' });
      await pass(2000);
      await on.due.runOnce(10);
      await pass(5 * MINUTE);

      expect(await run()).toEqual({ looked: 1, told: 0 });
      expect(await state(trigger)).toMatchObject({ watch_at: null, watched_from: null, quiet_since: null });
    });

    it('does not take an alert for the event before that must not be overlapped', async () => {
      const trigger = await every({
        overlap: 'skip',
        misfire_policy: 'skip',
        alert_destinations: [{ url: 'http://127.0.0.1:9/' }],
      });
      await on.sql(`UPDATE triggers SET watch_at = now(), watched_from = now() - interval '1 hour'`);
      expect(await run()).toMatchObject({ told: 1 });
      await pass(31_000);

      expect(await on.due.runOnce(10)).toMatchObject({ fired: 1 });
      expect(await run()).toMatchObject({ told: 1 });
      expect((await state(trigger)).quiet_since).toBeNull();
    });
  });

  describe('of a trigger that is edited while it is quiet', () => {
    let trigger: Trigger;
    beforeEach(async () => {
      trigger = await watched();
      await pass(MINUTE + 2000);
      await run();
    });
    const change = (fields: Partial<TriggerDefinition>) =>
      on.triggers.change(PROJECT, trigger.id, (present) => ({ ...present, ...fields }));

    it.each<[string, Partial<TriggerDefinition>]>([
      ['its name', { name: 'Renamed' }],
      ['what is expected', { expect_every: '2m' }],
    ])('repeats nothing and tells the recovery: %s', async (_, fields) => {
      await change(fields);
      await pass(5 * MINUTE);
      await run();
      await fire(trigger);
      await run();

      expect(await told()).toEqual(['trigger.quiet', 'trigger.recovered']);
    });

    it('tells the recovery before the edit that would end the watch', async () => {
      await fire(trigger);
      await change({ expect_every: null });

      expect(await told()).toEqual(['trigger.quiet', 'trigger.recovered']);
    });

    it.each<[string, () => Promise<unknown>]>([
      ['paused', () => on.triggers.set(PROJECT, trigger.id, { enabled: false })],
      ['archived', () => on.triggers.set(PROJECT, trigger.id, { archived: true })],
      ['no longer watched', () => change({ expect_every: null })],
      ['deleted', () => on.triggers.delete(PROJECT, trigger.id)],
    ])('ends without a word: %s', async (_, edit) => {
      await edit();
      await pass(5 * MINUTE);

      expect(await run()).toEqual({ looked: 0, told: 0 });
      expect(await told()).toEqual(['trigger.quiet']);
    });

    it('begins anew when it is resumed', async () => {
      await on.triggers.set(PROJECT, trigger.id, { enabled: false });
      await on.triggers.set(PROJECT, trigger.id, { enabled: true });
      expect(await run()).toMatchObject({ looked: 0 });
      await pass(MINUTE + 2000);

      expect(await run()).toMatchObject({ told: 1 });
    });
  });

  it('leaves a firing nothing to do for it', async () => {
    const trigger = await watched();
    const { watch_at } = await state(trigger);
    await on.get(EventRecorder).record(on.firing({ source: 'api', trigger: { ...trigger, revision: 1 } }));

    expect(await state(trigger)).toMatchObject({ watch_at, revision: 1 });
  });

  it('finds what it looks for by its indexes', async () => {
    await on.sql(`INSERT INTO triggers (id, project_id, name, trigger_type, expect_every, watched_from, watch_at)
                  SELECT gen_random_uuid(), '${PROJECT}', 'x', 'api', '1h', now(), now() + interval '1 hour'
                    FROM generate_series(1, 20000)`);
    await on.sql('ANALYZE triggers');
    const plan = await on.sql<{ 'QUERY PLAN': string }>(`EXPLAIN ${CLAIM.text}`, [500]);
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');

    expect(text).toContain('triggers_watched');
    expect(text).toContain('triggers_quiet');
    expect(text).not.toContain('Seq Scan');
  });
});
