import { expect, it } from 'vitest';
import { countInWords, filterOf, replayTakes } from './replay-plan';

const plan = { since: '', until: '', max: 50, per: '1s' };

it('asks only for what was chosen', () => {
  expect(filterOf('d', plan)).toEqual({ destination_id: 'd', status: 'dead', archived: 'all' });
  expect(filterOf('d', { ...plan, since: '2026-01-01T00:00:00Z' })).toMatchObject({
    destination_id: 'd',
    since: '2026-01-01T00:00:00Z',
  });
});

it('says how many, and how long they take', () => {
  expect(countInWords({ matched: 0, at_least: false })).toBe('No event');
  expect(countInWords({ matched: 1, at_least: false })).toBe('1 event');
  expect(countInWords({ matched: 100_000, at_least: true })).toBe('100,000 events or more');
  expect(replayTakes({ matched: 1_000, at_least: false }, plan)).toBe('about 20 s');
  expect(replayTakes({ matched: 3, at_least: false }, plan)).toBe('about 1.0 s');
  expect(replayTakes({ matched: 100_000, at_least: true }, { ...plan, per: '1m' })).toBe('more than 33 h');
  expect(replayTakes({ matched: 3, at_least: false }, { ...plan, per: 'soon' })).toBeUndefined();
});
