import { expect, it } from 'vitest';
import type { EventRow } from './event-row';
import { arrived, EMPTY_TAIL, merged, MOST_LIVE, onlyOf, released, withStatuses } from './tail';

const row = (number: number, status: EventRow['status'] = 'pending'): EventRow => ({
  id: String(number).padStart(8, '0'),
  status,
  trigger_id: null,
  trigger_name: null,
  source: 'api',
  fired_at: '2026-01-01T00:00:00.000Z',
  lag_ms: null,
  archived: false,
  hold: false,
  payload: '{}',
});
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => row(to - 1 - n));
const numbers = (list: EventRow[]) => list.map(({ id }) => Number(id));
const nothingListed = () => false;

it('puts two lists into one, newest first, each event once and from the first', () => {
  const all = merged([row(5), row(3, 'dead')], [row(4), row(3), row(1)]);
  expect(numbers(all)).toEqual([5, 4, 3, 1]);
  expect(all[2]!.status).toBe('dead');
});

it('shows what comes, in the order of the list rather than that of the feed, and once', () => {
  const tail = arrived(EMPTY_TAIL, [row(2), row(3), row(1), row(3)], false, nothingListed);
  expect(numbers(tail.shown)).toEqual([3, 2, 1]);
  expect(numbers(arrived(tail, [row(2)], false, nothingListed).shown)).toEqual([3, 2, 1]);
});

it('lets what comes wait while somebody reads, and counts no event that is there already', () => {
  const before = arrived(EMPTY_TAIL, [row(4)], false, nothingListed);
  const tail = arrived(before, [row(5), row(4, 'delivered'), row(2)], true, (id) => id === row(2).id);
  expect(numbers(tail.waiting)).toEqual([5]);
  expect(tail.shown.find(({ id }) => id === row(4).id)!.status).toBe('delivered');
  expect(numbers(released(tail).shown)).toEqual([5, 4]);
});

it('shows what waited together with what comes when nobody reads any more', () => {
  const waiting = arrived(EMPTY_TAIL, [row(1)], true, nothingListed);
  expect(numbers(arrived(waiting, [row(2)], false, nothingListed).shown)).toEqual([2, 1]);
});

it('is bounded: the newest half of too many is kept, and of what waits it is said that there was more', () => {
  const { shown, until } = arrived(EMPTY_TAIL, rows(0, MOST_LIVE + 1), false, nothingListed);
  expect(until).toBe('2026-01-01T00:00:01.000Z');
  expect(shown).toHaveLength(MOST_LIVE / 2);
  expect(Number(shown[0]!.id)).toBe(MOST_LIVE);
  const held = arrived(EMPTY_TAIL, rows(0, MOST_LIVE + 1), true, nothingListed);
  expect(held.overflow).toBe(true);
  expect(held.waiting).toHaveLength(MOST_LIVE);
  expect(released(held)).toMatchObject({ overflow: false, until }); // what was dropped is read from the list again
});

it('changes the status of a row in place, and leaves the others as they are', () => {
  const before = [row(2), row(1)];
  const after = withStatuses(before, new Map([[row(1).id, 'dead']]));
  expect(after.map(({ status }) => status)).toEqual(['pending', 'dead']);
  expect(after[0]).toBe(before[0]);
});

it('forgets what has become of events that are listed no more', () => {
  const statuses = new Map([['a', 'dead'] as const, ['b', 'delivered'] as const]);

  expect([...onlyOf(new Set(['b', 'c']), statuses)]).toEqual([['b', 'delivered']]);
  expect(onlyOf(new Set(['a', 'b']), statuses)).toBe(statuses);
});
