import { beforeEach, describe, expect, it, vi } from 'vitest';
import { labelEntries } from '../../../test/support/label-entries.js';
import { usePlatform } from '../../../test/support/platform.js';
import type { TriggerDefinition } from './trigger-definition.js';

const PAST = '2026-03-01T10:00:00.000Z';
const LATE = { name: 'Late', trigger_type: 'time-based', schedule_time: PAST } as const;

interface EventRow {
  id: string;
  trigger_id: string;
  source: string;
  scheduled_for: Date;
  fired_at: Date;
  payload: unknown;
  labels: unknown;
}

describe('What is due by schedule', () => {
  const on = usePlatform();

  beforeEach(async () => {
    await on.sql('DELETE FROM triggers');
    await on.sql('DELETE FROM events');
    await on.sql('DELETE FROM deliveries');
    on.handedOver.length = 0;
  });

  const events = () => on.sql<EventRow>('SELECT * FROM events ORDER BY id');
  const newTriggers = (count: number, rest: Partial<TriggerDefinition> = {}) =>
    Promise.all(Array.from({ length: count }, () => on.newTrigger({ ...LATE, ...rest })));
  const stateOf = (id: string) =>
    on.row<{ next_fire_at: Date | null; last_fired_at: Date | null }>('triggers', id);

  it('is fired once, as its trigger says, and the trigger moves on', async () => {
    const { id } = await on.newTrigger({
      ...LATE,
      api_payload: { a: 1 },
      labels: { team: 'a' },
      destinations: [{ url: 'http://127.0.0.1:9/' }],
    });

    expect(await on.due.runOnce(10)).toMatchObject({ fired: 1, skipped: 0 });
    const [event, ...others] = await events();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      trigger_id: id,
      trigger_name: 'Late',
      trigger_type: 'time-based',
      source: 'schedule',
      scheduled_for: new Date(PAST),
      payload: { a: 1 },
      labels: { team: 'a' },
    });
    expect(await labelEntries(on, [event!.id])).toBe(1);
    expect(await stateOf(id)).toMatchObject({
      next_fire_at: null,
      last_fired_at: event!.fired_at,
      run_count: '1',
      revision: 1,
    });
    expect(on.handedOver).toHaveLength(1);

    expect(await on.due.runOnce(10)).toMatchObject({ fired: 0, skipped: 0 });
    expect(await events()).toHaveLength(1);
  });

  it('is fired once, however many processes look for it', async () => {
    const triggers = await newTriggers(60, { destinations: [{ url: 'http://127.0.0.1:9/' }] });
    const counts = await Promise.all(Array.from({ length: 8 }, () => on.due.runOnce(25)));
    while ((await on.due.runOnce(25)).fired > 0);

    expect(Math.max(...counts.map(({ fired }) => fired))).toBeLessThanOrEqual(25);
    const fired = (await events()).map(({ trigger_id }) => trigger_id);
    expect(fired.toSorted()).toEqual(triggers.map(({ id }) => id).toSorted());
    expect(on.handedOver).toHaveLength(triggers.length);
  });

  it('is fired longest due first, and no more than it is told to', async () => {
    const later = await on.newTrigger({ ...LATE, schedule_time: '2026-03-02T00:00:00Z' });
    const first = await on.newTrigger(LATE);

    await on.due.runOnce(1);
    expect((await events()).map(({ trigger_id }) => trigger_id)).toEqual([first.id]);
    await on.due.runOnce(1);
    expect((await events()).map(({ trigger_id }) => trigger_id).toSorted()).toEqual(
      [later.id, first.id].toSorted(),
    );
  });

  describe('when more is due than one batch takes', () => {
    /** One that came up that many seconds ago. */
    const dueFor = async (seconds: number) => {
      const { id } = await on.newTrigger(LATE);
      await on.sql(`UPDATE triggers SET next_fire_at = now() - $2 * interval '1 s' WHERE id = $1`, [
        id,
        seconds,
      ]);
      return id;
    };
    const fired = async () => (await events()).map(({ trigger_id }) => trigger_id).toSorted();

    it('is fired newest first among what came up in the last seconds, and oldest first beside it', async () => {
      const [oldest, , newest] = [await dueFor(3), await dueFor(2), await dueFor(1)];

      await on.due.runOnce(2);
      expect(await fired()).toEqual([oldest, newest].toSorted());
    });

    it('leaves half to what has waited for longer, the oldest first', async () => {
      const live = [await dueFor(2), await dueFor(1)];
      const backlog = [await dueFor(90), await dueFor(60)];

      await on.due.runOnce(2);
      expect(await fired()).toEqual([backlog[0]!, live[1]!].toSorted());
    });

    it.each([
      ['the last seconds', 2],
      ['long ago', 60],
    ])('takes all of it when everything is of %s, each once', async (_, seconds) => {
      const ids = await Promise.all(Array.from({ length: 9 }, (_, n) => dueFor(seconds + n / 10)));

      expect(await on.due.runOnce(7)).toMatchObject({ settled: 7, fired: 7 });
      expect(await on.due.runOnce(7)).toMatchObject({ settled: 2, fired: 2 });
      expect(await fired()).toEqual(ids.toSorted());
    });
  });

  it.each([
    ['paused', 'enabled = false'],
    ['archived', 'archived = true'],
    ['not armed', 'next_fire_at = NULL'],
    ['not due yet', `next_fire_at = now() + interval '1 minute'`],
  ])('is not what a trigger has that is %s', async (_, columns) => {
    const { id } = await on.newTrigger(LATE);
    await on.sql(`UPDATE triggers SET ${columns} WHERE id = $1`, [id]);

    expect(await on.due.runOnce(10)).toMatchObject({ fired: 0, skipped: 0 });
    expect(await events()).toEqual([]);
  });

  it('is let go, and counted as missed, by a trigger that skips what is later than its grace', async () => {
    const { id } = await on.newTrigger({ ...LATE, misfire_policy: 'skip' });
    const other = await on.newTrigger(LATE);

    expect(await on.due.runOnce(10)).toMatchObject({ fired: 1, skipped: 1 });
    expect((await events()).map(({ trigger_id }) => trigger_id)).toEqual([other.id]);
    expect(await stateOf(id)).toMatchObject({ next_fire_at: null, last_fired_at: null, run_count: '0' });
  });

  it('is fired by a trigger that skips when it is within its grace', async () => {
    const schedule_time = new Date(Date.now() - 30_000).toISOString();
    await on.newTrigger({ ...LATE, schedule_time, misfire_policy: 'skip', misfire_grace: '60s' });

    expect(await on.due.runOnce(10)).toMatchObject({ fired: 1, skipped: 0 });
  });

  it('is kept for later, all of it, when one of the batch cannot be written', async () => {
    const [trigger] = await newTriggers(3);
    await on.sql(
      `UPDATE triggers SET retention = '{"archive_after":"soon","delete_after":"1h"}' WHERE id = $1`,
      [trigger!.id],
    );

    await expect(on.due.runOnce(10)).rejects.toThrow('not a duration');
    expect(await events()).toEqual([]);
    expect(await on.count('SELECT count(*) FROM triggers WHERE next_fire_at IS NOT NULL')).toBe(3);
    expect(on.handedOver).toEqual([]);
  });

  it('is kept for later when fewer triggers moved on than were fired', async () => {
    await newTriggers(2);
    const advance = vi.spyOn(on.dueRows, 'advance').mockResolvedValue(1);

    await expect(on.due.runOnce(10)).rejects.toThrow('moved 1 on');
    advance.mockRestore();
    expect(await events()).toEqual([]);
    expect(on.handedOver).toEqual([]);
    expect(await on.due.runOnce(10)).toMatchObject({ fired: 2, skipped: 0 });
  });

  it('is left to who holds its trigger, without waiting', async () => {
    const [held, free] = await newTriggers(2);
    await on.database.transaction(async (manager) => {
      await manager.query('SELECT 1 FROM triggers WHERE id = $1 FOR UPDATE', [held!.id]);

      expect(await on.due.runOnce(10)).toMatchObject({ fired: 1, skipped: 0 });
    });
    expect((await events()).map(({ trigger_id }) => trigger_id)).toEqual([free!.id]);
  });

  it('is known in milliseconds ahead', async () => {
    on.setClock(0); // exactly: as it is read from PostgreSQL it may be off by the time that takes
    expect(await on.due.nextDueIn()).toBeNull();
    const { id } = await on.newTrigger({ ...LATE, schedule_time: undefined, delay: '30s' });
    const soon = await on.due.nextDueIn();
    expect(soon).toBeGreaterThan(25_000);
    expect(soon).toBeLessThanOrEqual(30_000);

    await on.sql('UPDATE triggers SET enabled = false WHERE id = $1', [id]);
    expect(await on.due.nextDueIn()).toBeNull();
  });
});
