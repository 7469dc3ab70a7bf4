import { expect, it } from 'vitest';
import { canFollow, countOf, feedFilterOf, fits, queryOf } from './filter';

const NOW = Date.parse('2026-11-25T14:00:00.000Z');

it('counts a range back from now, and takes an exact time as it is', () => {
  expect(queryOf({ since: '1h', status: 'dead' }, NOW)).toEqual({
    since: '2026-11-25T13:00:00.000Z',
    status: 'dead',
  });
  expect(queryOf({ since: '2026-11-24T00:00:00.000Z' }, NOW)).toEqual({ since: '2026-11-24T00:00:00.000Z' });
});

it('follows what is yet to come only where it can be among those meant', () => {
  expect(canFollow({})).toBe(true);
  expect(canFollow({ archived: 'all', since: '5m' })).toBe(true);
  expect(canFollow({ archived: 'true' })).toBe(false);
  expect(canFollow({ until: '2026-11-24T00:00:00.000Z' })).toBe(false);
});

it('asks the feed for all but what it would be silent about later, and looks at that itself', () => {
  const search = { source: 'api', status: 'pending', since: '2026-11-24T00:00:00.000Z' } as const;
  expect(feedFilterOf(search)).toEqual({ source: 'api' });
  const event = { status: 'pending', fired_at: '2026-11-24T00:00:00.000Z' } as const;
  expect(fits(search, event)).toBe(true);
  expect(fits(search, { ...event, status: 'dead' })).toBe(false);
  expect(fits(search, { ...event, fired_at: '2026-11-23T23:59:59.999Z' })).toBe(false);
});

it('counts a span of time as one filter', () => {
  expect(countOf({ since: 'a', until: 'b', label: 'c:d' })).toBe(2);
  expect(countOf({})).toBe(0);
});
