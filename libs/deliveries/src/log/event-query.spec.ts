import { describe, expect, it } from 'vitest';
import { driversOf, type EventDriver, type EventFilter } from './event-filter.js';
import { eventQuery, reachQuery } from './event-query.js';

const PROJECT = 'project';
const FULL: EventFilter = {
  trigger_id: 'trigger',
  source: 'api',
  status: 'dead',
  archived: 'all',
  since: new Date(1),
  until: new Date(2),
  labels: { team: 'a' },
  q: 'text',
  payload: [{ path: ['a'], value: '1' }],
};
const PAGE = { before: 'before', from: 'from', limit: 51, patienceMs: 1000 };
const reach = (projectId: string, filter: EventFilter, page: typeof PAGE) =>
  reachQuery(projectId, filter, driversOf(filter), page);

const list = (projectId: string, filter: EventFilter, page: typeof PAGE, driver = driversOf(filter)[0]) =>
  eventQuery(projectId, filter, { ...page, driver });
const textOf = (filter: EventFilter, driver?: EventDriver) =>
  list(PROJECT, filter, PAGE, driver).statement.text;
const BUILDERS = [list, reach];

describe('The query of an event list', () => {
  it.each(BUILDERS)(
    'depends on which filters there are and not on their values: no client writes SQL',
    (build) => {
      const other: EventFilter = {
        ...FULL,
        trigger_id: "'; DROP TABLE events; --",
        source: 'hook',
        status: 'dead',
        since: new Date(3),
        until: new Date(4),
        labels: { "'": '"' },
        q: '$1',
        payload: [{ path: ["'"], value: '"' }],
      };
      const page = { before: 'after', from: 'before', limit: 7, patienceMs: 1 };

      expect(build(PROJECT, other, page).statement).toEqual(build(PROJECT, FULL, PAGE).statement);
    },
  );

  it.each(['trigger_id', 'source', 'status', 'since', 'until', 'labels', 'q', 'payload', 'held'] as const)(
    'is another with the filter %s',
    (name) => {
      const filter: EventFilter = { archived: 'all', [name]: { ...FULL, held: true }[name] };

      expect(textOf(filter)).not.toBe(textOf({ archived: 'all' }));
    },
  );

  it('asks for a hold whatever index leads', () => {
    const held: EventFilter = { archived: 'all', labels: { team: 'a' }, held: true };

    expect(textOf(held)).toContain('FROM event_holds');
    expect(textOf(held, { label: 'team:a' })).toContain('e.hold');
  });

  it('is another for active, archived and all events', () => {
    const texts = (['false', 'true', 'all'] as const).map((archived) => textOf({ archived }));

    expect(new Set(texts).size).toBe(3);
  });

  it.each([
    ['all filters', list, FULL],
    ['how far indexes reach', reach, FULL],
    ['a label', list, { archived: 'all', labels: { team: 'a' } }],
    ['a trigger', list, { archived: 'all', trigger_id: 'trigger' }],
    ['a source', list, { archived: 'all', source: 'api' }],
    ['a search for a quote', list, { archived: 'all', q: '"' }],
  ] as const)('has a place for each value: %s', (_, build, filter) => {
    const { statement, values } = build(PROJECT, filter, PAGE);
    const places = new Set(statement.text.match(/\$\d+/g));

    expect(places.size).toBe(values.length);
    for (let n = 1; n <= values.length; n++) expect(places).toContain(`$${n}`);
  });

  it('is planned anew each time: a plan without values would be a bad one', () => {
    expect(list(PROJECT, FULL, PAGE).statement).not.toHaveProperty('name');
  });

  it.each<EventFilter>([{ archived: 'all' }, { archived: 'true' }, FULL])(
    'never shows what has expired',
    (filter) => {
      expect(textOf(filter)).toContain('e.expires_at > now()');
    },
  );
});
