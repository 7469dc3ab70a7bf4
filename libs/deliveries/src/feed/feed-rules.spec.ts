import { describe, expect, it } from 'vitest';
import type { Delivery } from '../log/delivery.js';
import { eventStatus } from '../log/event-status.js';
import { isMeant, type FeedFilter } from './feed-filter.js';

describe('The status that deliveries give their event', () => {
  const of = (...deliveries: [destination_id: string, status: Delivery['status']][]) =>
    eventStatus(deliveries.map(([destination_id, status]) => ({ destination_id, status })));

  it('is that of the worst among the newest to each destination', () => {
    expect(of()).toBe('recorded');
    expect(of(['a', 'delivered'], ['b', 'pending'])).toBe('pending');
    expect(of(['a', 'dead'], ['b', 'pending'])).toBe('dead');
    expect(of(['a', 'dead'], ['a', 'delivered'])).toBe('delivered');
    expect(of(['a', 'delivered'], ['a', 'dead'])).toBe('dead');
  });

  it('minds a cancelled one only where there is no other', () => {
    expect(of(['a', 'cancelled'])).toBe('cancelled');
    expect(of(['a', 'dead'], ['a', 'cancelled'])).toBe('dead');
    expect(of(['a', 'cancelled'], ['a', 'delivered'])).toBe('delivered');
    expect(of(['a', 'cancelled'], ['b', 'delivered'])).toBe('delivered');
  });
});

describe('A filter of the feed', () => {
  const event = {
    trigger_id: 't',
    source: 'api' as const,
    status: 'pending' as const,
    labels: { team: 'a', region: 'eu' },
  };
  it.each<[boolean, FeedFilter]>([
    [true, {}],
    [true, { trigger_id: 't', source: 'api', status: 'pending', labels: { team: 'a' } }],
    [false, { trigger_id: 'other' }],
    [false, { source: 'hook' }],
    [false, { status: 'dead' }],
    [false, { labels: { team: 'b' } }],
    [false, { labels: { team: 'a', stage: 'x' } }],
    [false, { labels: { team: ['a', 'b'] } }],
  ])('means the event: %s, %j', (isIt, filter) => {
    expect(isMeant(event, filter)).toBe(isIt);
  });

  it('for a trigger means no event without one', () => {
    expect(isMeant({ ...event, trigger_id: null }, { trigger_id: 't' })).toBe(false);
  });
});
