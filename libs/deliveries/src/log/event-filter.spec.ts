import { describe, expect, it } from 'vitest';
import { EVENT_SOURCES, EVENT_STATUSES } from '@app/events';
import { driversOf, type EventFilter } from './event-filter.js';

const drivers = (filter: Partial<EventFilter>) => driversOf({ archived: 'false', ...filter });

describe('The indexes that can lead through a list of events', () => {
  it('are that of the project when there is nothing else', () => {
    expect(drivers({ since: new Date(0), q: 'x' })).toEqual(['project']);
  });

  it.each(EVENT_STATUSES)('are that of a status, if not most events have it: %s', (status) => {
    expect(drivers({ status })).toEqual([status === 'delivered' ? 'project' : status]);
  });

  it.each(EVENT_SOURCES)('are that of any source: %s', (source) => {
    expect(drivers({ source })).toEqual(['source']);
  });

  it('are those of all that is asked for, what is rare as a rule before the others', () => {
    const labels = { team: 'a', order: '4:2' };
    const filter = { source: 'api', trigger_id: 'trigger', labels, status: 'dead', held: true } as const;

    expect(drivers(filter)).toEqual([
      'held',
      'dead',
      { label: 'team:a' },
      { label: 'order:4:2' },
      'trigger',
      'source',
    ]);
    expect(drivers({ ...filter, status: 'delivered' })).not.toContain('delivered');
  });
});
