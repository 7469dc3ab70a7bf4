import { expect, it } from 'vitest';
import { explained, type Occurrence } from './outcomes';

const of = (outcome: Occurrence['outcome']) => ({ outcome }) as Occurrence;

it('explains each outcome that made no event, once', () => {
  const told = explained([of('fired'), of('missed'), of('missed'), of('skipped_overlap')]);
  expect(told.map(([outcome]) => outcome)).toEqual(['missed', 'skipped_overlap']);
  const all = ['missed', 'collapsed', 'skipped_paused', 'skipped_overlap'] as const;
  expect(explained(all.map(of))).toHaveLength(all.length);
  expect(explained([of('fired')])).toEqual([]);
});
