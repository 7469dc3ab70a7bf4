import { describe, expect, it } from 'vitest';
import { EVENT_SOURCES, EVENT_STATUSES } from '@app/events';
import { driverOf, type EventFilter } from './event-filter.js';

const driver = (filter: Partial<EventFilter>) => driverOf({ archived: 'false', ...filter });

describe('The index that leads through a list of events', () => {
  it('is that of the project when there is nothing else', () => {
    expect(driver({ since: new Date(0), labels: { a: 'b' }, q: 'x' })).toBe('project');
  });

  it.each(EVENT_STATUSES)('is that of a status alone, if not most events have it: %s', (status) => {
    expect(driver({ status })).toBe(status === 'delivered' ? 'project' : status);
  });

  it.each(['recorded', 'pending', 'dead', 'cancelled'] as const)(
    'is that of %s, of which there are few',
    (status) => {
      expect(driver({ status, trigger_id: 'trigger', source: 'api' })).toBe(status);
    },
  );

  it('is that of a trigger before that of a source, and both before what was delivered', () => {
    expect(driver({ trigger_id: 'trigger', source: 'api', status: 'delivered' })).toBe('trigger');
    expect(driver({ source: 'api', status: 'delivered' })).toBe('source');
  });

  it.each(EVENT_SOURCES)('is that of any source: %s', (source) => {
    expect(driver({ source })).toBe('source');
  });
});
