import { describe, expect, it } from 'vitest';
import { expecting } from '../support/api-client.js';
import type { Event, EventWithDeliveries, Page } from '../support/contract.js';
import { EventStream } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

/** The archiver comes by every ten seconds; nothing is due yet when the workers are killed for the first time. */
const ARCHIVE_AFTER = '5s';
const DELETE_AFTER = '45s';
const EVENTS = 20;

/** Notes of each event the start of the transaction that archived it, by PostgreSQL's clock. */
const NOTE_MOVES = `
  CREATE TABLE moves AS SELECT id, archive_at, now() AS moved_at FROM events WITH NO DATA;
  CREATE FUNCTION note_move() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN INSERT INTO moves VALUES (NEW.id, NEW.archive_at, now()); RETURN NULL; END$$;
  CREATE TRIGGER note_move AFTER INSERT ON events_b1 FOR EACH ROW EXECUTE FUNCTION note_move()`;

describe('Events by a policy of seconds', () => {
  const stack = useStack({
    workers: 2,
    env: { RETENTION_ARCHIVE_AFTER: ARCHIVE_AFTER, RETENTION_DELETE_AFTER: DELETE_AFTER },
  });
  const receiver = useReceiver();
  const idsOf = async (archived: string) => {
    const page = expecting(200, await stack.api.get<Page<Event>>(`/events?limit=200&archived=${archived}`));
    return page.data.map(({ id }) => id).toSorted();
  };
  /** Waits until no others than these are listed; answers which were missing before their time. */
  async function untilGone(stays: string[]): Promise<string[]> {
    const early = new Set<string>();
    const sql = `SELECT id, extract(epoch FROM expires_at)::float8 * 1000 AS expires FROM events`;
    const events = await stack.database.query<{ id: string; expires: number }>(sql);
    const check = async () => {
      const listed = await idsOf('all');
      const now = Date.now() + 1; // the answer is older
      for (const { id, expires } of events) if (!listed.includes(id) && now < expires) early.add(id);
      expect(listed).toEqual(stays);
    };
    await eventually(check, { within: 40_000 });
    return [...early];
  }
  const placesOf = async (table: string) => {
    const sql = `SELECT DISTINCT tableoid::regclass::text AS place FROM ${table}`;
    return (await stack.database.query<{ place: string }>(sql)).map(({ place }) => place);
  };
  /** How many events the runs say that they archived. */
  const noted = async () => {
    const runs = expecting(200, await stack.api.get<Page<{ archived: number }>>('/retention/runs'));
    return runs.data.reduce((sum, { archived }) => sum + archived, 0);
  };
  const hold = (id: string, held: boolean) =>
    stack.api.request<EventWithDeliveries>('PATCH', `/events/${id}`, { json: { hold: held } });

  it('are archived and gone in time, whoever is killed; one that is held stays', async () => {
    await stack.database.query(NOTE_MOVES);
    const { id: trigger } = await stack.api.createTrigger({
      name: 'Short',
      trigger_type: 'api',
      labels: { team: 'a' },
      destinations: [{ url: receiver.endpoint().url }],
    });
    const feed = await EventStream.open(stack.api.origin);
    const { id: first } = await stack.api.fire(trigger, { first: true });
    await feed.has(first);
    feed.close();
    const fired = await Promise.all(
      Array.from({ length: EVENTS }, async () => (await stack.api.fire(trigger, { a: 'needle' })).id),
    );
    const [held = '', ...gone] = fired;
    const others = [...gone, first].toSorted();
    expecting(200, await hold(held, true));
    await stack.killWorkers();
    await Promise.all([stack.startWorker(), stack.startWorker()]);

    // active until they are due, then archived: all rows of each lie in the slice of their class and time
    await eventually(async () => expect(await idsOf('true')).toEqual(others), { within: 25_000 });
    expect(await idsOf('false')).toEqual([held]);
    const moves = await stack.database.query<{ early: boolean }>(
      'SELECT moved_at < archive_at AS early FROM moves',
    );
    expect(moves).toHaveLength(others.length);
    expect(moves.filter(({ early }) => early)).toEqual([]);
    for (const table of ['events', 'deliveries', 'event_labels']) {
      const places = await placesOf(table);
      expect(places).toContain(`${table}_active`);
      expect(places.filter((place) => !place.endsWith('_active')).length).toBeGreaterThan(0);
      for (const place of places) expect(place).toMatch(new RegExp(`^${table}_(active|b1_\\d{8}t\\d{4})$`));
    }
    await eventually(async () => expect(await noted()).toBe(others.length)); // a run that is killed cannot say what it did
    await stack.killWorkers();
    await Promise.all([stack.startWorker(), stack.startWorker()]);

    expect(await untilGone([held])).toEqual([]);
    for (const id of others.slice(0, 3)) {
      expect((await stack.api.get(`/events/${id}`)).status).toBe(404);
      expect((await stack.api.post(`/events/${id}/replay`, {})).status).toBe(404);
      expect((await hold(id, true)).status).toBe(404);
    }
    const deliveries = expecting(200, await stack.api.get<Page<{ event_id: string }>>('/deliveries'));
    expect(deliveries.data.map(({ event_id }) => event_id)).toEqual([held]);
    const lines = expecting(200, await stack.api.get<string>('/events/export?archived=all'));
    expect(lines.trim().split('\n')).toEqual([expect.stringContaining(held)]);
    for (const filter of ['q=needle', 'label=team:a']) {
      const found = expecting(200, await stack.api.get<Page<Event>>(`/events?archived=all&${filter}`));
      expect(found.data.map(({ id }) => id)).toEqual([held]);
    }
    const later = await EventStream.open(stack.api.origin, '', { 'last-event-id': feed.lastEventId });
    await later.has(held); // and of what else came after the first it says nothing
    expect(new Set(later.events)).toEqual(new Set([held]));
    later.close();
    const replay = { filter: { archived: 'all', status: 'all' }, dry_run: true };
    expect((await stack.api.post<{ matched: number }>('/events/replay', replay)).body.matched).toBe(1);

    // a released one returns to its policy, by which its time is over
    await hold(held, false);
    expect(await idsOf('all')).toEqual([]);
    expect(await noted()).toBe(others.length);
  });
});
