import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { readCursor, toLookedPage } from '@app/database';
import { EVENT_STATUSES, idAhead, type EventStatus } from '@app/events';
import { seeded } from '../../../../test/support/seeded.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { EventLogRepository } from './event-log.repository.js';
import { driversOf, type EventDriver, type EventFilter } from './event-filter.js';
import { eventStatus } from './event-status.js';

const EVENTS = 120;
const STATUSES = ['waiting', 'queued', 'delivered', 'dead', 'cancelled'];

describe('A list of events that runs out of patience', () => {
  const on = usePlatform();
  /** What each event is, newest first; every third is archived. */
  const all: { id: string; status: EventStatus; archived: boolean; label: string }[] = [];

  beforeAll(async () => {
    const random = seeded(7);
    const destinations = [1, 2, 3].map(() => uuidV7(Date.now()));
    for (let n = 0; n < EVENTS; n++) {
      on.setClock(n);
      const destination_ids = destinations.slice(0, random(4));
      const label = 'abc'[random(3)]!;
      const { id, deliveries } = await on.record({
        destination_ids,
        labels: { label },
        payload: { n, label },
      });
      for (const delivery of deliveries) {
        await on.sql('UPDATE deliveries SET status = $2 WHERE id = $1', [delivery.id, STATUSES[random(5)]]);
        // one that was superseded by a later one to the same destination
        if (random(2) === 0)
          await on.sql(
            `INSERT INTO deliveries (bucket, event_id, id, project_id, destination_id, message_id, status)
             SELECT bucket, event_id, $2, project_id, destination_id, message_id, $3 FROM deliveries WHERE id = $1`,
            [delivery.id, uuidV7(Date.now() - 60_000 + n), STATUSES[random(5)]],
          );
      }
      const { status, deliveries: shown } = await on.log.get(PROJECT, id);
      expect(eventStatus(shown)).toBe(status);
      const archived = n % 3 === 0 && shown.every((delivery) => delivery.status !== 'pending');
      if (archived) await on.log.change(PROJECT, id, { archived });
      all.unshift({ id, status, archived, label });
    }
  });

  /** Every page, of so many events, none of which is waited for longer than that. */
  const walk = async (
    filter: EventFilter,
    size: number,
    patienceMs: number,
    driver = driversOf(filter)[0],
  ) => {
    const ids: string[] = [];
    let pages = 0;
    let before = idAhead(on.clock.now());
    for (;;) {
      const page = { before, limit: size + 1, patienceMs, driver };
      const rows = await on.get(EventLogRepository).list(PROJECT, filter, page, 5000);
      const { data, next_cursor } = toLookedPage(rows!, size);
      expect(data.length).toBeLessThanOrEqual(size);
      ids.push(...data.map(({ id }) => id));
      pages++;
      if (next_cursor === null) return { ids, pages };
      before = readCursor(next_cursor)!;
    }
  };

  it.each(EVENT_STATUSES.flatMap((status) => [1, 7].map((size) => ({ status, size }))))(
    'tells of every event that is $status once, in pages of $size',
    async ({ status, size }) => {
      const expected = all.filter((event) => event.status === status).map(({ id }) => id);
      const late = await walk({ archived: 'all', status }, size, -1);

      expect(late.ids).toEqual(expected);
      expect((await walk({ archived: 'all', status }, size, 60_000)).ids).toEqual(expected);
    },
  );

  it.each<[string, Partial<EventFilter>, EventDriver?]>([
    ['a text', { q: '"LABEL":"b"' }],
    ['a value of the payload', { payload: [{ path: ['label'], value: 'b' }] }],
    ['a label that does not lead', { labels: { label: 'b' } }, 'project'],
  ])('finds what has %s, in short pages', async (_, filter, driver) => {
    for (const archived of ['true', 'false'] as const) {
      const expected = all.filter(
        ({ label, ...one }) => label === 'b' && one.archived === (archived === 'true'),
      );
      const late = await walk({ archived, ...filter }, 10, -1, driver);
      const patient = await walk({ archived, ...filter }, 10, 60_000, driver);

      expect(late.ids).toEqual(expected.map(({ id }) => id));
      expect(patient.ids).toEqual(late.ids);
      expect(late.pages).toBeGreaterThan(patient.pages);
    }
  });

  it.each([1, 7])('tells of each event that has a label once, in pages of %d', async (size) => {
    for (const archived of ['all', 'true', 'false'] as const) {
      const filter: EventFilter = { archived, labels: { label: 'b' } };
      const expected = all.filter(
        (event) => event.label === 'b' && (archived === 'all' || event.archived === (archived === 'true')),
      );
      const { ids, pages } = await walk(filter, size, -1);

      expect(ids).toEqual(expected.map(({ id }) => id));
      expect(pages).toBe(Math.max(1, Math.ceil(expected.length / size))); // none of them short
    }
  });

  it('is given up by PostgreSQL at last', async () => {
    const before = idAhead(on.clock.now());
    const page = { before, limit: 51, patienceMs: 60_000, driver: 'project' } as const;
    const unlocked = await on.lock('events');

    expect(await on.get(EventLogRepository).list(PROJECT, { archived: 'all' }, page, 50)).toBeUndefined();
    await unlocked();
    expect(await on.get(EventLogRepository).list(PROJECT, { archived: 'all' }, page, 5000)).toHaveLength(51);
  });
});

describe('A search through payloads', () => {
  const on = usePlatform();

  const found = async (filter: Partial<EventFilter>) => {
    const { data } = await on.log.list(PROJECT, { archived: 'false', ...filter }, 50);
    return data.map(({ payload }) => payload);
  };

  it.each<[string, object, Partial<EventFilter>, boolean]>([
    ['a number', { order: { id: 42 } }, { payload: [{ path: ['order', 'id'], value: '42' }] }, true],
    [
      'a text that is a number',
      { order: { id: '42' } },
      { payload: [{ path: ['order', 'id'], value: '42' }] },
      true,
    ],
    ['another number', { order: { id: 421 } }, { payload: [{ path: ['order', 'id'], value: '42' }] }, false],
    ['a place that is none', { order: 42 }, { payload: [{ path: ['order', 'id'], value: '42' }] }, false],
    ['an element', { items: ['a', 'b'] }, { payload: [{ path: ['items', '1'], value: 'b' }] }, true],
    ['true', { paid: true }, { payload: [{ path: ['paid'], value: 'true' }] }, true],
    ['null, which is no value', { paid: null }, { payload: [{ path: ['paid'], value: 'null' }] }, false],
    ['one of two values', { a: 1 }, { payload: [1, 2].map((n) => ({ path: ['a'], value: `${n}` })) }, false],
    ['a key', { customer: 1 }, { q: 'CUSTOMER' }, true],
    ['a text with a quote', { said: 'say "hi"' }, { q: 'say "hi"' }, true],
    ['a piece of JSON', { said: 'hi' }, { q: '"said":"hi"' }, true],
    ['a backslash', { path: 'C:\\temp' }, { q: 'c:\\temp' }, true],
    ['a percent sign as such', { rate: '5 of 100' }, { q: '5%' }, false],
    ['an emoji', { mood: '🙂' }, { q: '🙂' }, true],
  ])('by %s', async (_, payload, filter, matches) => {
    await on.sql('TRUNCATE events_active, deliveries_active');
    await on.record({ payload: payload as Record<string, unknown> });

    expect(await found(filter)).toEqual(matches ? [payload] : []);
  });
});
