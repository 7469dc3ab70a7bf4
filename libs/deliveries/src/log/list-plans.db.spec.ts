import { beforeAll, describe, expect, it, vi } from 'vitest';
import { idAhead, idSince, idUntil } from '@app/events';
import { manyEvents, type Many } from '../../../../test/support/many-events.js';
import { explain } from '../../../../test/support/plan.js';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { driversOf, type EventDriver, type EventFilter } from './event-filter.js';
import { deliveryQuery, type DeliveryFilter } from './delivery-query.js';
import { EventList } from './event-list.js';
import { EventLogRepository } from './event-log.repository.js';
import { eventById, eventQuery, reachQuery } from './event-query.js';
import { spansOf } from './event-spans.js';

const ROWS = 50_000;
const LIMIT = 51;
/** Rows read for a page: events, the deliveries that give them their status, what leads to them, and a look at the other. */
const MOST_READ = LIMIT * 5;
/** Events of five minutes, by which `until` is widened, of a day with all of them. */
const PASSED_BY = ROWS / (24 * 12);
/** The pages of each status of a destination are merged by sorting them. */
const STATUSES = 5;
/** Of each place where it may lie (active, kept, a day's slices) one row is read to begin with. */
const FIRST_PLACES = 7;
const FIRST_ROWS = STATUSES * FIRST_PLACES;

const on = usePlatform();
let many: Many;

beforeAll(async () => {
  many = await manyEvents(on, ROWS);
}, 60_000);

/** The places that one can ask for, and the one whose middle pages begin in. */
const PLACES = [
  { archived: 'false', of: 'active', place: 'active' },
  { archived: 'true', of: 'archived', place: 'archived' },
  { archived: 'all', of: 'active and archived', place: 'active' },
  { archived: 'all', of: 'archived and active', place: 'archived' },
] as const;

/** An hour before the middle of a place. */
const earlier = ({ middle }: Many, place: 'active' | 'archived') =>
  new Date(Number.parseInt(middle[place].replace('-', '').slice(0, 12), 16) - 3_600_000);

type Narrowed = Partial<EventFilter> & { project?: string };

/** What a list of events is narrowed by, and the index that leads. */
const EVENTS: Record<string, (many: Many, place: 'active' | 'archived') => Narrowed> = {
  nothing: () => ({}),
  'a busy trigger': ({ triggers }) => ({ trigger_id: triggers.busy }),
  'a quiet trigger': ({ triggers }) => ({ trigger_id: triggers.quiet }),
  'a common source': () => ({ source: 'api' }),
  'a rare source': () => ({ source: 'manual' }),
  'a source that there is not': () => ({ source: 'replay' }),
  recorded: () => ({ status: 'recorded' }),
  pending: () => ({ status: 'pending' }),
  'delivered, as nearly all are': () => ({ status: 'delivered' }),
  'dead, as few are': () => ({ status: 'dead' }),
  'dead, as nearly all are': ({ unlucky }) => ({ status: 'dead', project: unlucky }),
  cancelled: () => ({ status: 'cancelled' }),
  'on hold': () => ({ held: true as const }),
  since: (all, place) => ({ since: earlier(all, place) }),
  until: (all, place) => ({ until: earlier(all, place) }),
  'since and until': (all, place) => {
    const until = earlier(all, place);
    return { since: new Date(until.getTime() - 60_000), until };
  },
  'since what is to come': () => ({ since: new Date(Date.now() + 600_000) }),
  'a common label': () => ({ labels: { team: 'a' } }),
  'a rare label': () => ({ labels: { incident: '42' } }),
  'a label that there is not': () => ({ labels: { incident: '43' } }),
};

/** What several indexes could lead to, and the one that has the fewest. */
const SEVERAL: [string, (many: Many) => Narrowed, EventDriver][] = [
  ['two labels', () => ({ labels: { team: 'a', incident: '42' } }), { label: 'incident:42' }],
  [
    'a rare label of a busy trigger',
    ({ triggers }) => ({ labels: { incident: '42' }, trigger_id: triggers.busy }),
    { label: 'incident:42' },
  ],
  [
    'a common label of a quiet trigger',
    ({ triggers }) => ({ labels: { team: 'a' }, trigger_id: triggers.quiet }),
    'trigger',
  ],
  [
    'a source that is rarer than a common label',
    () => ({ labels: { team: 'a' }, source: 'schedule' }),
    'source',
  ],
  [
    'a label that is rarer than a common source',
    () => ({ labels: { team: 'a' }, source: 'api' }),
    { label: 'team:a' },
  ],
  ['a common label of the dead', () => ({ labels: { team: 'a' }, status: 'dead' }), 'dead'],
  [
    'a rare source of a busy trigger',
    ({ triggers }) => ({ source: 'replay', trigger_id: triggers.busy }),
    'source',
  ],
  [
    'a common source of a quiet trigger',
    ({ triggers }) => ({ source: 'api', trigger_id: triggers.quiet }),
    'trigger',
  ],
];

const DELIVERIES: Record<string, (many: Many) => DeliveryFilter & { project?: string }> = {
  nothing: () => ({}),
  pending: () => ({ status: 'pending' }),
  'delivered, as nearly all are': () => ({ status: 'delivered' }),
  dead: () => ({ status: 'dead' }),
  cancelled: () => ({ status: 'cancelled' }),
  'a destination': ({ destination }) => ({ destination_id: destination }),
  'a destination and a status': ({ destination }) => ({ destination_id: destination, status: 'dead' }),
  'an event': ({ middle }) => ({ event_id: middle.archived }),
};

describe.each(PLACES)('A page of $of events', ({ archived, place }) => {
  const page = (from: string, { since, until }: Narrowed = {}) => {
    const last = until === undefined ? idAhead(on.clock.now()) : idUntil(until.getTime());
    const middle = many.middle[place];
    return {
      before: from === 'the newest' || last < middle ? last : middle,
      ...(since && { from: idSince(since.getTime()) }),
      limit: LIMIT,
      patienceMs: 60_000,
    };
  };
  const cases = Object.entries(EVENTS).flatMap(([name, filter]) =>
    ['the newest', 'one in the middle'].map((from) => ({ name, from, filter })),
  );

  it.each(cases)('by $name, from $from', async ({ from, filter }) => {
    const { project = PROJECT, ...narrowed } = filter(many, place);
    const asked = page(from, narrowed);
    // as a whole, and as a list asks: the newest slices first
    for (const span of [asked, ...spansOf(asked, archived)]) {
      const [driver] = driversOf({ archived, ...narrowed });
      const query = eventQuery(project, { archived, ...narrowed }, { ...asked, ...span, driver });
      const done = await explain(on, query);

      expect(done.scanned).toEqual([]);
      expect(done.sorted).toBeLessThan(LIMIT);
      expect(done.read).toBeLessThanOrEqual(MOST_READ + (narrowed.until ? PASSED_BY : 0));
    }
  });

  it.each(SEVERAL)('by %s is led by what is rarer', async (_, filter, rarer) => {
    const { project = PROJECT, ...narrowed } = filter(many);
    const list = vi.spyOn(on.get(EventLogRepository), 'list');
    await on.get(EventList).page(project, { archived, ...narrowed }, LIMIT - 1);
    const pages = list.mock.calls.map(([, , asked]) => asked);
    list.mockRestore();

    expect(pages.at(-1)!.driver).toEqual(rarer);
    const drivers = driversOf({ archived, ...narrowed });
    const done = await explain(
      on,
      reachQuery(project, { archived, ...narrowed }, drivers, page('the newest')),
      { sorts: false },
    );
    expect(done).toMatchObject({ scanned: [], sorted: 0 });
    expect(done.read).toBeLessThanOrEqual((LIMIT + 1 + FIRST_PLACES) * drivers.length);
  });
});

describe('A page of deliveries', () => {
  const cases = Object.entries(DELIVERIES).flatMap(([name, filter]) =>
    [false, true].map((later) => ({ name, from: later ? 'one in the middle' : 'the newest', later, filter })),
  );

  it.each(cases)('by $name, from $from', async ({ later, filter }) => {
    const { project = PROJECT, ...narrowed } = filter(many);
    const after = later ? many.middle.active : undefined;
    const page = { after, limit: LIMIT, newestEvent: idAhead(on.clock.now()), patienceMs: 60_000 };
    const done = await explain(on, deliveryQuery(project, narrowed, page), {
      sorts: narrowed.event_id !== undefined,
    });

    expect(done.scanned).toEqual([]);
    expect(done.sorted).toBeLessThanOrEqual(LIMIT * STATUSES);
    expect(done.read).toBeLessThanOrEqual(MOST_READ * 2 + FIRST_ROWS);
  });
});

it('One event is found by its key', async () => {
  const done = await explain(on, eventById(PROJECT, many.middle.archived));

  expect(done).toMatchObject({ scanned: [], read: 2 });
});
