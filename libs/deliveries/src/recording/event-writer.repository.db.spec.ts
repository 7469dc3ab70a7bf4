import { describe, expect, it } from 'vitest';
import { uuidV7, uuidV7Floor } from '@app/clock';
import { labelEntries } from '../../../../test/support/label-entries.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import type { Firing } from './firing.js';

const HOUR = 3_600_000;

interface EventRow extends Record<string, unknown> {
  fired_at: Date;
  archive_at: Date | number;
  expires_at: Date | number;
}

describe('Writing events', () => {
  const on = usePlatform();

  const triggerOf = ({ id, revision }: { id: string; revision: number }, change = 0): Firing['trigger'] => ({
    id,
    name: 'As it was',
    trigger_type: 'api',
    revision: revision + change,
  });

  it('keeps everything that a firing says', async () => {
    const { id: trigger_id, revision } = await on.newTrigger();
    const scheduled_for = new Date('2026-03-01T10:00:00.123Z');
    const replay_of = uuidV7(Date.now());
    const { id } = await on.record({
      trigger: triggerOf({ id: trigger_id, revision }),
      source: 'schedule',
      payload: { z: 1, a: { text: 'Grüße 😀' } },
      labels: { team: 'a' },
      scheduled_for,
      replay_of,
    });

    const row = await on.row<EventRow>('events', id);
    expect(row).toMatchObject({
      bucket: 0,
      lies_in: 'events_active',
      archived: false,
      project_id: PROJECT,
      trigger_id,
      trigger_name: 'As it was',
      trigger_type: 'api',
      source: 'schedule',
      labels: { team: 'a' },
      scheduled_for,
      replay_of,
      hold: false,
    });
    expect(JSON.stringify(row['payload'])).toBe('{"z":1,"a":{"text":"Grüße 😀"}}');
    expect(await labelEntries(on, [id])).toBe(1);
  });

  it('names a draft without tying the event to a trigger', async () => {
    const { id } = await on.record({ draft: { name: 'Draft', trigger_type: 'time-based' } });

    expect(await on.row('events', id)).toMatchObject({
      trigger_id: null,
      trigger_name: 'Draft',
      trigger_type: 'time-based',
    });
  });

  it('makes ids by the database’s clock and not by its own', async () => {
    on.setClock(-5 * 60_000);
    const before = Date.now() - 5 * 60_000;
    const { id } = await on.record();
    on.setClock(0);

    expect(id >= uuidV7Floor(before)).toBe(true);
    expect(id < uuidV7Floor(Date.now() - 4 * 60_000)).toBe(true);
  });

  it.each([
    ['2 and 48 hours', 2 * HOUR, 48 * HOUR],
    ['fractions of a second', 1, 1500],
  ])('lets an event live by its policy: %s', async (_, archiveAfterMs, deleteAfterMs) => {
    const { id } = await on.record({ lifetime: { archiveAfterMs, deleteAfterMs } });
    const { fired_at, archive_at, expires_at } = await on.row<EventRow>('events', id);

    expect(Number(archive_at) - fired_at.getTime()).toBe(archiveAfterMs);
    expect(Number(expires_at) - fired_at.getTime()).toBe(deleteAfterMs);
  });

  it('lets an event live for ever when its policy says never, and answers so', async () => {
    const recorded = await on.record({ lifetime: { archiveAfterMs: null, deleteAfterMs: null } });

    expect(recorded).toMatchObject({ archive_at: Infinity, expires_at: Infinity });
    expect(await on.row('events', recorded.id)).toMatchObject({ archive_at: Infinity, expires_at: Infinity });
  });

  it('writes deliveries as handed over, with a lease and the event’s id as message', async () => {
    const destinations = [await on.newDestination(), await on.newDestination()];
    const { id, deliveries, fired_at } = await on.record({
      destination_ids: destinations.map((destination) => destination.id),
    });

    expect(deliveries).toHaveLength(2);
    for (const [index, ref] of deliveries.entries()) {
      expect(ref).toMatchObject({ bucket: 0, event_id: id, dispatch: 1 });
      const row = await on.row<{ queued_until: Date; next_attempt_at: Date }>('deliveries', ref.id);
      expect(row).toMatchObject({
        event_id: id,
        destination_id: destinations[index]!.id,
        project_id: PROJECT,
        message_id: id,
        status: 'queued',
        dispatch: 1,
        attempt_count: 0,
        attempts: [],
        finished_at: null,
      });
      expect(row.queued_until.getTime() - fired_at.getTime()).toBe(on.config.delivery.leaseMs);
      expect(row.next_attempt_at).toEqual(fired_at);
    }
  });

  it('writes hundreds of firings at once and answers in their order', async () => {
    const { id: destination } = await on.newDestination();
    const firings = Array.from({ length: 500 }, (_, n) =>
      on.firing({ payload: { n }, destination_ids: n % 2 ? [destination] : [] }),
    );
    const events = await on.writer.write(firings);

    const rows = await on.sql<{ id: string; n: number }>(
      `SELECT id, (payload->>'n')::int AS n FROM events WHERE id = ANY ($1)`,
      [events.map((event) => event!.id)],
    );
    const numbers = new Map(rows.map(({ id, n }) => [id, n]));
    expect(events.map((event) => numbers.get(event!.id))).toEqual(firings.map((_, n) => n));
    expect(events.map((event) => event!.deliveries.length)).toEqual(firings.map((_, n) => n % 2));
  });

  it('writes nothing of a firing whose trigger has changed, is another project’s or is gone', async () => {
    const trigger = await on.newTrigger();
    const { id: destination } = await on.newDestination();
    const gone = { id: uuidV7(Date.now()), revision: 1 };
    const before = await on.count('SELECT count(*) FROM deliveries');
    const events = await on.writer.write(
      [
        { trigger: triggerOf(trigger) },
        { trigger: triggerOf(trigger, -1) },
        { trigger: triggerOf(trigger, 1) },
        { trigger: triggerOf(gone) },
        { trigger: triggerOf(trigger), project_id: uuidV7(Date.now()) },
        { trigger: triggerOf(trigger) },
      ].map((rest) => on.firing({ ...rest, destination_ids: [destination] })),
    );

    expect(events.map((event) => event !== undefined)).toEqual([true, false, false, false, false, true]);
    expect(await on.count('SELECT count(*) FROM events WHERE trigger_id = $1', [trigger.id])).toBe(2);
    expect(await on.count('SELECT count(*) FROM deliveries')).toBe(before + 2);
  });

  it('does not look at the trigger when the firing has no revision', async () => {
    const { id } = await on.newTrigger();
    const event = await on.record({ trigger: { ...triggerOf({ id, revision: 7 })!, revision: null } });

    expect(event).toBeDefined();
  });

  it('notes on the trigger when it fired, at most once a second', async () => {
    const trigger = await on.newTrigger();
    const lastFired = async () =>
      (await on.row<{ last_fired_at: Date }>('triggers', trigger.id)).last_fired_at;
    const first = await on.record({ trigger: triggerOf(trigger) });
    expect(await lastFired()).toEqual(first.fired_at);

    await on.record({ trigger: triggerOf(trigger) });
    expect(await lastFired()).toEqual(first.fired_at);

    await on.sql(`UPDATE triggers SET last_fired_at = now() - interval '1.1 seconds' WHERE id = $1`, [
      trigger.id,
    ]);
    const third = await on.record({ trigger: triggerOf(trigger) });
    expect(await lastFired()).toEqual(third.fired_at);
  });

  it('does not wait for somebody else who holds the trigger', async () => {
    const trigger = await on.newTrigger();
    await on.database.transaction(async (manager) => {
      await manager.query('SELECT 1 FROM triggers WHERE id = $1 FOR UPDATE', [trigger.id]);

      expect(await on.record({ trigger: triggerOf(trigger) })).toBeDefined();
    });
  });

  it('keeps nothing when the transaction that it belongs to fails', async () => {
    const before = await on.count('SELECT count(*) FROM events');
    const failing = on.database.transaction(async (manager) => {
      await on.writer.write([on.firing()], manager);
      throw new Error('no');
    });

    await expect(failing).rejects.toThrow('no');
    expect(await on.count('SELECT count(*) FROM events')).toBe(before);
  });
});
