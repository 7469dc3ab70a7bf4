import { expect, it } from 'vitest';
import { progressInWords, sharesOf } from './progress-of';

const replay = {
  matched: 40,
  at_least: false,
  replayed: 12,
  skipped: 0,
  delivered: 10,
  dead: 0,
  cancelled: 0,
  pending: 2,
};

it('tells how far a replay is', () => {
  expect(sharesOf(replay)).toEqual({ delivered: 25, dead: 0, cancelled: 0, pending: 5, skipped: 0 });
  expect(progressInWords(replay)).toBe('12 of 40 events sent again: 10 delivered, 2 under way.');
});

it('is whole at the end, with several deliveries an event, some left out, and more than were counted', () => {
  const done = { ...replay, at_least: true, replayed: 60, skipped: 20, delivered: 100, dead: 20, pending: 0 };
  expect(sharesOf(done)).toEqual({ delivered: 62.5, dead: 12.5, cancelled: 0, pending: 0, skipped: 25 });
  expect(progressInWords(done)).toContain('100 delivered, 20 dead again, 20 left out');
});

it('of nothing is nothing', () => {
  const nothing = { ...replay, matched: 0, replayed: 0, delivered: 0, pending: 0 };
  expect(Object.values(sharesOf(nothing))).toEqual([0, 0, 0, 0, 0]);
  expect(progressInWords(nothing)).toBe('0 of 0 events sent again.');
});
