import { expect, it, vi } from 'vitest';
import {
  canFollow,
  countOf,
  feedFilterOf,
  fits,
  pathAndValue,
  QUERY_STYLE,
  queryOf,
  reachOf,
} from './filter';

const NOW = Date.parse('2026-11-25T14:00:00.000Z');

it('counts a range back from now, and takes an exact time as it is', () => {
  expect(queryOf({ since: '1h', status: 'dead' }, NOW)).toEqual({
    since: '2026-11-25T13:00:00.000Z',
    within: '1h',
    status: 'dead',
  });
  expect(queryOf({ since: '2026-11-24T00:00:00.000Z' }, NOW)).toEqual({ since: '2026-11-24T00:00:00.000Z' });
});

it('counts a range back anew at each request, and leaves an exact time and a cursor as they are', () => {
  vi.useFakeTimers({ now: NOW + 600_000 });
  const sent = (search: object) => QUERY_STYLE({ ...queryOf(search, NOW), cursor: 'c' });
  expect(sent({ since: '5m', path: 'order.id=42' })).toBe(
    'since=2026-11-25T14:05:00.000Z&payload.order.id=42&cursor=c'.replaceAll(':', '%3A'),
  );
  expect(sent({ since: '2026-11-24T00:00:00Z' })).toBe('since=2026-11-24T00%3A00%3A00Z&cursor=c');
  vi.useRealTimers();
});

it('reaches what a range that moves along has not moved past', () => {
  const rows = [0, 299_000, 301_000, 4_000_000].map((age) => ({
    fired_at: new Date(NOW - age).toISOString(),
  }));
  expect(['5m', '1h', undefined, '2020-01-01T00:00:00Z'].map((since) => reachOf(since, rows, NOW))).toEqual([
    2, 3, 4, 4,
  ]);
  expect(reachOf('5m', rows, NOW + 600_000)).toBe(0);
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
  const event = { status: 'pending', fired_at: '2026-11-24T00:00:00.000Z', payload: {} } as const;
  expect(fits(search, event)).toBe(true);
  expect(fits(search, { ...event, status: 'dead' })).toBe(false);
  expect(fits(search, { ...event, fired_at: '2026-11-23T23:59:59.999Z' })).toBe(false);
});

it('asks for a value at a place of the payload, and looks at it in what the feed tells', () => {
  expect(queryOf({ path: 'order.id=42', q: 'ada' }, NOW)).toEqual({
    q: 'ada',
    payload: { 'payload.order.id': '42' },
  });
  const payload = { order: { id: 42, by: 'Ada', paid: null, lines: [{ sku: 'A=1' }] } };
  const fit = (search: object) => fits(search, { status: 'pending', fired_at: '', payload });
  expect(['order.id=42', 'order.by=Ada', 'order.lines.0.sku=A=1'].map((path) => fit({ path }))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['order.id=4', 'order.paid=null', 'order.none=', 'id=42'].map((path) => fit({ path }))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([fit({ q: '"by":"ADA"' }), fit({ q: 'grace' })]).toEqual([true, false]);
});

it('tells a place and a value from anything else', () => {
  expect(pathAndValue('order.id = 42')).toEqual(['order.id', '42']);
  for (const text of ['order.id', '=42', 'order..id=1', '.id=1']) expect(pathAndValue(text)).toBeUndefined();
});

it('counts a span of time as one filter', () => {
  expect(countOf({ since: 'a', until: 'b', label: 'c:d' })).toBe(2);
  expect(countOf({})).toBe(0);
});
