import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { labelEntries } from '../../../../test/support/label-entries.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import type { Firing, RecordedEvent } from './firing.js';

const keyOf = (value: string, request = 'as it was') => ({
  value,
  fingerprint: createHash('sha256').update(request).digest(),
});

describe('Writing events under idempotency keys', () => {
  const on = usePlatform();
  beforeEach(() => on.sql('DELETE FROM idempotency_keys'));

  const keyed = (value: string, rest: Partial<Firing> = {}) => on.firing({ key: keyOf(value), ...rest });
  const write = (...firings: Firing[]) => on.writer.write(firings);
  const keys = async () =>
    (await on.sql<{ key: string }>('SELECT key FROM idempotency_keys ORDER BY key')).map(({ key }) => key);
  const expire = (value: string) =>
    on.sql(`UPDATE idempotency_keys SET expires_at = now() WHERE key = $1`, [value]);
  const recall = async (firing: Firing) => {
    const [event] = await on.keyedFirings.recall([{ project_id: firing.project_id, key: firing.key! }]);
    return event;
  };
  const anotherProject = async () => {
    const id = uuidV7(Date.now());
    await on.sql('INSERT INTO projects (id, slug, name) VALUES ($1, $2, $2)', [id, `p-${id}`]);
    return id;
  };

  it('writes one event for a key, whoever comes later and however often', async () => {
    const before = await on.count('SELECT count(*) FROM events');
    const [first] = await write(keyed('a'));
    const [again, other] = await write(keyed('a'), keyed('b'));

    expect([first, again, other].map((event) => event !== undefined)).toEqual([true, false, true]);
    expect(await on.count('SELECT count(*) FROM events')).toBe(before + 2);
    expect(await keys()).toEqual(['a', 'b']);
  });

  it('lets only the first of a batch have a key, and writes what has none beside it', async () => {
    const { id: destination } = await on.newDestination();
    const rest = { destination_ids: [destination] };
    const before = await on.count('SELECT count(*) FROM deliveries');
    const events = await write(
      keyed('z', { ...rest, payload: { n: 0 } }),
      on.firing({ ...rest, payload: { n: 1 } }),
      keyed('z', { ...rest, payload: { n: 2 } }),
      keyed('y', { ...rest, payload: { n: 3 } }),
    );

    expect(events.map((event) => event?.deliveries.length)).toEqual([1, 1, undefined, 1]);
    expect(await on.count('SELECT count(*) FROM deliveries')).toBe(before + 3);
    for (const [index, n] of [0, 1, undefined, 3].entries())
      if (n !== undefined)
        expect(await on.row('events', events[index]!.id)).toMatchObject({ payload: { n } });
  });

  it('remembers all that answers the event again, when the event itself is gone', async () => {
    const trigger = await on.newTrigger();
    const destinations = [await on.newDestination(), await on.newDestination()].map(({ id }) => id);
    const firing = keyed('a', {
      trigger: { id: trigger.id, name: 'As it was', trigger_type: 'api', revision: trigger.revision },
      source: 'api',
      payload: { z: 1, a: { text: 'Grüße 😀' }, __proto__x: null },
      labels: { team: 'a' },
      lifetime: { archiveAfterMs: 1.5, deleteAfterMs: null },
      destination_ids: destinations,
    });
    const [written] = await write(firing);
    expect(await labelEntries(on, [written!.id])).toBe(1);
    await on.sql('DELETE FROM deliveries WHERE event_id = $1', [written!.id]);
    await on.sql('DELETE FROM events WHERE id = $1', [written!.id]);

    const { first, ...event } = (await recall(firing)) as RecordedEvent;
    expect(event).toEqual(written);
    const { key: _, ...given } = firing;
    expect(JSON.stringify(first)).toBe(JSON.stringify(given));
  });

  it('takes no key for a firing whose trigger has changed, and its repeat may have it', async () => {
    const trigger = await on.newTrigger();
    const { id, name, trigger_type, revision } = trigger;
    const [stale, fresh] = await write(
      keyed('a', { trigger: { id, name, trigger_type, revision: revision - 1 } }),
      keyed('b', { trigger: { id, name, trigger_type, revision } }),
    );
    expect([stale, fresh !== undefined]).toEqual([undefined, true]);
    expect(await keys()).toEqual(['b']);

    const [again] = await write(keyed('a', { trigger: { id, name, trigger_type, revision } }));
    expect(again).toBeDefined();
  });

  it('takes no key for a batch that PostgreSQL refuses', async () => {
    await expect(write(keyed('a'), keyed('b', { source: 'nobody' as never }))).rejects.toThrow(
      /source_check/,
    );
    expect(await keys()).toEqual([]);
  });

  it('lets an expired key be taken again, for any request', async () => {
    const [first] = await write(keyed('a'));
    await expire('a');
    expect(await recall(keyed('a'))).toBeUndefined();

    const anew = keyed('a', { key: keyOf('a', 'another') });
    const [second] = await write(anew);
    expect(second!.id).not.toBe(first!.id);
    expect(await recall(anew)).toMatchObject({ id: second!.id });
    expect(await recall(keyed('a'))).toMatchObject({ code: 'idempotency.key_reused' });
  });

  it('keeps a key for 24 hours from the firing', async () => {
    const [event] = await write(keyed('a', { lifetime: { archiveAfterMs: 1, deleteAfterMs: 2 } }));
    const [row] = await on.sql<{ created_at: Date; expires_at: Date }>('SELECT * FROM idempotency_keys');

    expect(row!.created_at).toEqual(event!.fired_at);
    expect(row!.expires_at.getTime() - row!.created_at.getTime()).toBe(24 * 3_600_000);
  });

  it('does not mix projects up', async () => {
    const project_id = await anotherProject();
    const [here] = await write(keyed('a'));
    const [there] = await write(keyed('a', { project_id }));
    expect([here, there].every((event) => event !== undefined)).toBe(true);

    const both = await write(keyed('b'), keyed('b', { project_id }));
    expect(both.every((event) => event !== undefined)).toBe(true);
    expect(await recall(keyed('a', { project_id }))).toMatchObject({ id: there!.id });
    expect(await recall(keyed('a'))).toMatchObject({ id: here!.id });

    await on.sql('DELETE FROM projects WHERE id = $1', [project_id]);
    expect(await keys()).toEqual(['a', 'b']);
  });

  it('finds a hook’s firing without its project, by the request alone', async () => {
    const project_id = await anotherProject();
    const [written] = await write(keyed('a', { project_id }));

    expect(await on.keyedFirings.recallOfAnyProject(keyOf('a'))).toMatchObject({ id: written!.id });
    expect(await on.keyedFirings.recallOfAnyProject(keyOf('a', 'another'))).toBeUndefined();
    expect(await on.keyedFirings.recallOfAnyProject(keyOf('b'))).toBeUndefined();
  });

  it('leaves a key alone that another request holds, until its lease ends', async () => {
    const hold = `INSERT INTO idempotency_keys (project_id, key, fingerprint, owner, locked_until, created_at, expires_at)
      VALUES ($1, 'a', $2, $1, now() + interval '1 minute', now(), now() + interval '1 day')`;
    await on.sql(hold, [PROJECT, keyOf('a').fingerprint]);

    expect(await write(keyed('a'))).toEqual([undefined]);
    expect(await recall(keyed('a'))).toMatchObject({ code: 'idempotency.in_progress' });

    await on.sql('UPDATE idempotency_keys SET locked_until = now()');
    const [event] = await write(keyed('a'));
    expect(await recall(keyed('a'))).toMatchObject({ id: event!.id });
  });

  it('does not deadlock when two write the same keys in opposite order', async () => {
    const names = Array.from({ length: 300 }, (_, n) => `k${n}`);
    for (let round = 0; round < 10; round++) {
      await on.sql('DELETE FROM idempotency_keys');
      const [one, other] = await Promise.all([
        write(...names.map((name) => keyed(name))),
        write(...names.toReversed().map((name) => keyed(name))),
      ]);

      const won = [one, other.toReversed()].map((events) => events.map((event) => event !== undefined));
      expect(names.map((_, n) => Number(won[0]![n]) + Number(won[1]![n]))).toEqual(names.map(() => 1));
    }
  });

  it('writes hundreds of firings at once, each with its deliveries and its key', async () => {
    const destination_ids = [await on.newDestination(), await on.newDestination()].map(({ id }) => id);
    const { id, name, trigger_type, revision } = await on.newTrigger();
    const trigger = { id, name, trigger_type, revision };
    const firings = Array.from({ length: 500 }, (_, n) =>
      keyed(`k${n}`, { trigger, payload: { n }, destination_ids }),
    );
    const events = await write(...firings);

    const rows = await on.sql<{ id: string; n: number; deliveries: string }>(
      `SELECT e.id, (payload->>'n')::int AS n, (SELECT count(*) FROM deliveries d WHERE d.event_id = e.id) AS deliveries
         FROM events e WHERE trigger_id = $1`,
      [id],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    expect(events.map((event) => byId.get(event!.id)!.n)).toEqual(firings.map((_, n) => n));
    expect(new Set(rows.map(({ deliveries }) => deliveries))).toEqual(new Set(['2']));
    expect(await keys()).toHaveLength(500);
  });
});
