import { beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../../../test/support/eventually.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { Policies } from '../policies/policies.js';
import { RetentionRuns } from '../retention-runs.js';
import { Applies } from './applies.js';
import { ApplyTurnsRepository } from './apply-turns.repository.js';
import { RunApplies } from './run-applies.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const OTHER = '01980000-0000-7000-8000-00000000000b';

interface Times {
  bucket: number;
  fired_at: Date;
  archive_at: Date | number;
  expires_at: Date | number;
}

describe('Applying policies to existing events', () => {
  const on = usePlatform();
  const applies = () => on.get(Applies);
  const workers = () => on.get(RunApplies);
  const setPolicy = (archive_after: string, delete_after: string, project = PROJECT) =>
    on.get(Policies).set(project, { archive_after, delete_after });

  beforeEach(async () => {
    on.setClock(0);
    for (const table of ['retention_runs', 'event_holds', 'deliveries', 'events', 'archive_slices'])
      await on.sql(`DELETE FROM ${table}`);
    await on.sql(
      `INSERT INTO projects (id, slug, name) VALUES ($1, 'other', 'Other') ON CONFLICT DO NOTHING`,
      [OTHER],
    );
    for (const project of [PROJECT, OTHER]) await on.get(Policies).set(project, null);
  });

  const lifeOf = async (id: string) => {
    const { bucket, fired_at, archive_at, expires_at } = await on.row<Times>('events', id);
    return [bucket, ...[archive_at, expires_at].map((at) => Number(at) - fired_at.getTime())];
  };
  const runOf = (id: string) => on.get(RetentionRuns).get(PROJECT, id);
  const hurry = () => on.sql('UPDATE retention_runs SET due_at = now() WHERE due_at IS NOT NULL');
  /** As if the run had begun a while ago, so that nothing is waited for. */
  const later = () => on.setClock(60_000);
  const finish = async (limit = 1000) => {
    later();
    while ((await workers().runOnce(limit)).turns > 0);
  };
  const apply = async (trigger?: string) => {
    const { id } = await applies().start(PROJECT, trigger);
    await finish();
    return runOf(id);
  };
  const archived = async (rest: Parameters<typeof on.record>[0] = {}) => {
    const { id } = await on.record(rest);
    await on.sql(`UPDATE deliveries SET status = 'delivered', queued_until = NULL WHERE event_id = $1`, [id]);
    await on.log.change(PROJECT, id, { archived: true });
    return id;
  };

  it('gives each the times of the policy that a new one would have, from its firing on', async () => {
    const { id: trigger } = await on.newTrigger({ retention: { archive_after: '5m', delete_after: '6h' } });
    const of = (id: string) => ({ id, name: 'x', trigger_type: 'api', revision: null });
    const other = await on.newTrigger();
    const ids = {
      adHoc: (await on.record()).id,
      ofOther: (await on.record({ trigger: of(other.id), source: 'api' })).id,
      ofTrigger: (await on.record({ trigger: of(trigger), source: 'schedule' })).id,
      alert: (await on.record({ source: 'alert' })).id,
      test: (await on.record({ trigger: of(trigger), source: 'test' })).id,
      foreign: (await on.record({ project_id: OTHER })).id,
    };
    await setPolicy('1h', '30d');
    const run = await apply();

    expect(run).toMatchObject({
      kind: 'apply',
      state: 'done',
      matched: 5,
      at_least: false,
      done: 5,
      changed: 5,
    });
    expect(await lifeOf(ids.adHoc)).toEqual([0, HOUR, 30 * DAY]);
    expect(await lifeOf(ids.ofOther)).toEqual([0, HOUR, 30 * DAY]);
    expect(await lifeOf(ids.ofTrigger)).toEqual([0, HOUR / 12, 6 * HOUR]);
    expect(await lifeOf(ids.alert)).toEqual([0, HOUR, 30 * DAY]);
    expect(await lifeOf(ids.test)).toEqual([0, HOUR / 6, HOUR]);
    expect(await lifeOf(ids.foreign)).toEqual([0, 2 * HOUR, 48 * HOUR]);
    expect(await apply()).toMatchObject({ done: 5, changed: 0 });

    await on.get(Policies).set(PROJECT, null);
    expect(await apply()).toMatchObject({ done: 5, changed: 3 });
    expect(await lifeOf(ids.adHoc)).toEqual([0, 2 * HOUR, 48 * HOUR]);
  });

  it('can be about the events of a trigger alone', async () => {
    const { id } = await on.newTrigger();
    const own = await on.record({ trigger: { id, name: 'x', trigger_type: 'api', revision: null } });
    const foreign = await on.record();
    await setPolicy('never', 'never');

    expect(await apply(id)).toMatchObject({ trigger_id: id, matched: 1, done: 1, changed: 1 });
    expect(await lifeOf(own.id)).toEqual([0, Infinity, Infinity]);
    expect(await lifeOf(foreign.id)).toEqual([0, 2 * HOUR, 48 * HOUR]);
    await expect(applies().start(PROJECT, OTHER)).rejects.toMatchObject({
      kind: 'invalid',
      faults: [{ pointer: '/trigger_id' }],
    });
  });

  it('lets live on what has not expired, brings nothing back, and may end what has lived long enough', async () => {
    const [alive, expired] = [await on.record(), await on.record()];
    await on.sql(`UPDATE events SET expires_at = now() + interval '30 seconds' WHERE id = $1`, [alive.id]);
    await on.sql(`UPDATE events SET expires_at = now() WHERE id = $1`, [expired.id]);
    await setPolicy('1h', '30d');
    await apply();
    expect(await lifeOf(alive.id)).toEqual([0, HOUR, 30 * DAY]);
    await expect(on.log.get(PROJECT, expired.id)).rejects.toMatchObject({ code: 'event.not_found' });

    await on.sql(`UPDATE events SET fired_at = now() - interval '1 hour' WHERE id = $1`, [alive.id]);
    await setPolicy('1h', '1h');
    await apply();
    await expect(on.log.get(PROJECT, alive.id)).rejects.toMatchObject({ code: 'event.not_found' });
  });

  describe('that are archived', () => {
    const slice = async (bucket: number) => {
      const [row] = await on.sql<{ events: string; latest_expiry: Date | number }>(
        'SELECT * FROM archive_slices WHERE bucket = $1',
        [bucket],
      );
      return row!;
    };

    it('takes them, with their deliveries, to the class of their new lifetime, and keeps the catalogue', async () => {
      const { id: destination } = await on.newDestination();
      const id = await archived({ destination_ids: [destination], payload: { z: 1, a: 2 } });
      const before = await on.log.get(PROJECT, id);
      const [delivery] = await on.sql('SELECT * FROM deliveries WHERE event_id = $1', [id]);
      expect(before.bucket).toBe(3);
      const classes = [
        ['30d', 5, 30 * DAY],
        ['never', 7, Infinity],
        ['1h', 1, HOUR],
        ['47h', 3, 47 * HOUR],
      ] as const;
      for (const [end, bucket, ms] of classes) {
        await setPolicy('1h', end);
        await apply();
        expect(await lifeOf(id)).toEqual([bucket, HOUR, ms]);
        expect(await on.sql('SELECT * FROM deliveries WHERE event_id = $1', [id])).toEqual([
          { ...delivery, bucket },
        ]);
      }
      const { archive_at, expires_at } = await on.log.get(PROJECT, id);
      expect(await on.log.get(PROJECT, id)).toEqual({ ...before, archive_at, expires_at });
      const counts = [1, 3, 5].map(async (bucket) => Number((await slice(bucket)).events));
      expect(await Promise.all(counts)).toEqual([0, 1, 0]);
      expect(Number((await slice(3)).latest_expiry)).toBeGreaterThanOrEqual(Number(expires_at));
    });

    it('lets a slice live as long as what stays in it', async () => {
      const id = await archived();
      await setPolicy('1h', '2d');
      await apply();
      const { expires_at } = await on.row<Times>('events', id);
      expect(await lifeOf(id)).toEqual([3, HOUR, 2 * DAY]);
      const { events, latest_expiry } = await slice(3);
      expect([events, Number(latest_expiry) - Number(expires_at)]).toEqual(['1', 1]);
    });

    it.each([
      ['that what stays lies in', '47h', [3, HOUR, 47 * HOUR]],
      ['that what moves comes from or goes to', '30d', [5, HOUR, 30 * DAY]],
    ])('waits for a slice that is about to be dropped: one %s', async (_, end, life) => {
      const id = await archived();
      const before = await lifeOf(id);
      await on.slices.ensure(5, [id]);
      await on.sql('UPDATE archive_slices SET dropping = true');
      await setPolicy('1h', end);
      const { id: run } = await applies().start(PROJECT);
      later();
      await expect(workers().runOnce(10)).rejects.toThrow('being made or dropped');
      expect(await lifeOf(id)).toEqual(before);
      expect(await runOf(run)).toMatchObject({ state: 'running', done: 0, error: expect.any(String) });

      await on.sql('UPDATE archive_slices SET dropping = false');
      await hurry();
      await finish();
      expect(await lifeOf(id)).toEqual(life);
      expect(await runOf(run)).toMatchObject({ state: 'done', done: 1, changed: 1, error: null });
    });

    it('waits with a move for a delivery that is being tried, and goes on with the others', async () => {
      const { id: destination } = await on.newDestination();
      const [first, second, third] = [
        await archived(),
        await archived({ destination_ids: [destination] }),
        await archived(),
      ];
      const tried = (status: string, lease: string) =>
        on.sql(`UPDATE deliveries SET status = $2, queued_until = now() + $3::interval WHERE event_id = $1`, [
          second,
          status,
          lease,
        ]);
      await tried('queued', '1 minute');
      await setPolicy('1h', '30d');
      const { id } = await applies().start(PROJECT);
      await finish();
      expect(await Promise.all([first, second, third].map(lifeOf))).toEqual([
        [5, HOUR, 30 * DAY],
        [3, 2 * HOUR, 48 * HOUR],
        [5, HOUR, 30 * DAY],
      ]);
      expect(await runOf(id)).toMatchObject({ state: 'running', done: 1, changed: 2 });

      await tried('queued', '0');
      await hurry();
      await finish();
      expect(await lifeOf(second)).toEqual([5, HOUR, 30 * DAY]);
      expect(await runOf(id)).toMatchObject({ state: 'done', done: 3, changed: 3 });
    });
  });

  it('changes what events on hold return to, and nothing of themselves', async () => {
    const { id } = await on.record();
    await on.sql(
      `WITH held AS (UPDATE events SET hold = true, archive_at = 'infinity', expires_at = 'infinity' WHERE id = $1
         RETURNING id, project_id, fired_at)
       INSERT INTO event_holds (event_id, project_id, archive_at, expires_at)
       SELECT id, project_id, fired_at, fired_at FROM held`,
      [id],
    );
    await setPolicy('1h', '30d');
    expect(await apply()).toMatchObject({ done: 1, changed: 1 });

    const { fired_at } = await on.row<Times>('events', id);
    expect(await on.row('events', id)).toMatchObject({
      hold: true,
      archive_at: Infinity,
      expires_at: Infinity,
    });
    expect(await on.sql('SELECT archive_at, expires_at FROM event_holds')).toEqual([
      {
        archive_at: new Date(fired_at.getTime() + HOUR),
        expires_at: new Date(fired_at.getTime() + 30 * DAY),
      },
    ]);
    expect(await apply()).toMatchObject({ done: 1, changed: 0 });
  });

  it('lets destinations that were made for an event live as long as it', async () => {
    const until = new Date(Date.now() + HOUR);
    const { destinations } = await on.destinationReferences.resolve(
      PROJECT,
      [{ url: 'http://127.0.0.1:9/' }],
      undefined,
      until,
    );
    const { id: lasting } = await on.newDestination();
    const ephemeral = destinations[0]!.id;
    const { fired_at } = await on.record({ destination_ids: [ephemeral, lasting] });
    const untilOf = async (id: string) =>
      (await on.row<{ ephemeral_until: Date | null }>('destinations', id)).ephemeral_until;
    await setPolicy('1h', '30d');
    await apply();
    expect(await untilOf(ephemeral)).toEqual(new Date(fired_at.getTime() + 30 * DAY));
    expect(await untilOf(lasting)).toBeNull();

    await setPolicy('1h', 'never');
    await apply();
    expect((await untilOf(ephemeral))!.getUTCFullYear()).toBe(9999);
  });

  describe('is a run', () => {
    const record = async (count: number) =>
      (await on.writer.write(Array.from({ length: count }, () => on.firing()))).map((event) => event!.id);
    const changed = () =>
      on.count(`SELECT count(*) FROM events WHERE expires_at = fired_at + interval '30 days'`);

    it('that is gone on with where it was, after a turn that was cut off', async () => {
      await record(5);
      await setPolicy('1h', '30d');
      const { id } = await applies().start(PROJECT);
      later();
      await workers().runOnce(2);
      expect(await runOf(id)).toMatchObject({ state: 'running', done: 2, changed: 2 });
      const killed = vi.spyOn(on.get(ApplyTurnsRepository), 'end').mockRejectedValueOnce(new Error('killed'));
      await expect(workers().runOnce(2)).rejects.toThrow('killed');
      killed.mockRestore();
      expect(await changed()).toBe(2);
      expect(await runOf(id)).toMatchObject({ state: 'running', done: 2, error: 'killed' });

      await hurry();
      await finish(2);
      expect(await changed()).toBe(5);
      expect(await runOf(id)).toMatchObject({ state: 'done', matched: 5, done: 5, changed: 5, error: null });
    });

    it('that is one worker’s at a time', async () => {
      await record(20);
      await setPolicy('1h', '30d');
      const { id } = await applies().start(PROJECT);
      await Promise.all([finish(3), finish(3), finish(3)]);
      await finish(3);

      expect(await changed()).toBe(20);
      expect(await runOf(id)).toMatchObject({ state: 'done', done: 20, changed: 20 });
    });

    it('that waits for what was being written when it began', async () => {
      await record(1);
      await setPolicy('1h', '30d');
      const { id } = await applies().start(PROJECT);
      expect(await workers().runOnce(10)).toEqual({ turns: 1, changed: 0 });
      expect(await runOf(id)).toMatchObject({ state: 'running', done: 0 });
      const dueIn = await workers().nextDueIn();
      expect(dueIn).toBeGreaterThan(0);
      expect(dueIn).toBeLessThanOrEqual(3000);

      await hurry();
      await finish();
      expect(await runOf(id)).toMatchObject({ state: 'done', changed: 1 });
      expect(await workers().nextDueIn()).toBeNull();
    });

    it('that finds an event whose move it waited for', async () => {
      const [id] = await record(1);
      await setPolicy('1h', '30d');
      await applies().start(PROJECT);
      later();
      let turn: Promise<unknown> | undefined;
      await on.database.transaction(async (manager) => {
        await manager.query('DELETE FROM events WHERE id = $1', [id]);
        turn = workers().runOnce(10);
        await eventually(async () =>
          expect(
            await on.count(`SELECT count(*) FROM pg_stat_activity
                             WHERE datname = current_database() AND wait_event_type = 'Lock'`),
          ).toBe(1),
        );
        await manager.query(
          `INSERT INTO events (bucket, id, project_id, source, payload, fired_at, archive_at, expires_at)
           VALUES (3, $1, $2, 'manual', '{}', now(), now(), 'infinity')`,
          [id, PROJECT],
        );
      });
      await turn;

      expect(await lifeOf(id!)).toEqual([5, HOUR, 30 * DAY]);
    });

    it('of which a project has one at a time, and which can be cancelled', async () => {
      await record(2);
      await setPolicy('1h', '30d');
      const { id } = await applies().start(PROJECT);
      await expect(applies().start(PROJECT)).rejects.toMatchObject({ code: 'retention.apply_running' });
      expect(await applies().start(OTHER)).toMatchObject({ state: 'running', matched: 0 });
      await expect(applies().cancel(OTHER, id)).rejects.toMatchObject({ code: 'retention_run.not_found' });
      await expect(on.get(RetentionRuns).get(OTHER, id)).rejects.toMatchObject({
        code: 'retention_run.not_found',
      });

      const cancelled = await applies().cancel(PROJECT, id);
      expect(cancelled).toMatchObject({ state: 'cancelled', changed: 0, finished_at: expect.any(Date) });
      expect(await applies().cancel(PROJECT, id)).toEqual(cancelled);
      await finish();
      expect(await changed()).toBe(0);
      expect(await apply()).toMatchObject({ state: 'done', changed: 2 });
      const { id: ended } = await apply();
      await expect(applies().cancel(PROJECT, ended)).rejects.toMatchObject({ code: 'retention_run.ended' });
      const actions = await on.sql<{ action: string }>(
        'SELECT action FROM audit_log WHERE target_id = $1 ORDER BY id',
        [id],
      );
      expect(actions.map(({ action }) => action)).toEqual([
        'retention.apply_started',
        'retention.apply_cancelled',
      ]);
    });

    it('that counts no more than 10,000 events before it begins', async () => {
      await on.sql(
        `INSERT INTO events (id, project_id, source, payload, fired_at, archive_at, expires_at)
         SELECT ('01980000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, 'manual', '{}', now(), now(), 'infinity'
           FROM generate_series(1, 10001) n`,
        [PROJECT],
      );

      expect(await applies().start(PROJECT)).toMatchObject({ matched: 10_000, at_least: true });
    });
  });
});
