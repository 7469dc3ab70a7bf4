import { describe, expect, it } from 'vitest';
import { eventQuery, type EventFilter } from './event-query.js';

const PROJECT = 'project';
const FULL: EventFilter = {
  id: 'id',
  trigger_id: 'trigger',
  source: 'api',
  status: 'dead',
  archived: 'all',
  since: new Date(1),
  until: new Date(2),
  labels: { team: 'a' },
};

const textOf = (filter: EventFilter, limit = 50, after?: string) =>
  eventQuery(PROJECT, filter, limit, after).statement.text;

describe('The query of an event list', () => {
  it('depends on which filters there are and not on their values, so that no client writes SQL', () => {
    const other: EventFilter = {
      ...FULL,
      id: "'; DROP TABLE events; --",
      trigger_id: '$1',
      source: 'hook',
      status: 'pending',
      since: new Date(3),
      until: new Date(4),
      labels: { "'": '"' },
    };

    expect(textOf(other, 7, 'after')).toBe(textOf(FULL, 50, 'before'));
  });

  it.each(['id', 'trigger_id', 'source', 'status', 'since', 'until', 'labels'] as const)(
    'is another with the filter %s',
    (name) => {
      const filter: EventFilter = { archived: 'all', [name]: FULL[name] };

      expect(textOf(filter)).not.toBe(textOf({ archived: 'all' }));
    },
  );

  it('is another for active, archived and all events', () => {
    const texts = (['false', 'true', 'all'] as const).map((archived) => textOf({ archived }));

    expect(new Set(texts).size).toBe(3);
  });

  it('has a place for each value', () => {
    const { statement, values } = eventQuery(PROJECT, FULL, 50, 'after');
    const places = new Set(statement.text.match(/\$\d+/g));

    expect(places.size).toBe(values.length);
    for (let n = 1; n <= values.length; n++) expect(places).toContain(`$${n}`);
  });

  it('is planned anew each time: a plan without values would be a bad one', () => {
    expect(eventQuery(PROJECT, FULL, 50).statement).not.toHaveProperty('name');
  });

  it.each<EventFilter>([{ archived: 'all' }, { archived: 'true' }, FULL])(
    'never shows what has expired',
    (filter) => {
      expect(textOf(filter)).toContain('e.expires_at > now()');
    },
  );
});
