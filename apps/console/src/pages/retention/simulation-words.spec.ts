import { expect, it } from 'vitest';
import type { Simulation } from '../../api/types';
import { simulationInWords } from './simulation-words';

const simulation = (over: Partial<Simulation>) =>
  ({
    events: 0,
    delete_now: 0,
    archive_now: 0,
    estimated: false,
    relative_error: null,
    ...over,
  }) as Simulation;

it('says first what would be lost', () => {
  expect(simulationInWords(simulation({ events: 2_000, delete_now: 1_500 }))).toBe(
    '2,000 events there are. Applied to them, 1,500 would be gone at once, and that cannot be taken back.',
  );
  expect(simulationInWords(simulation({ events: 1, archive_now: 1 }))).toContain(
    'none would be gone at once',
  );
  expect(simulationInWords(simulation({ events: 1 }))).toContain('nothing would change');
});

it('says that it is about the future, or an estimate', () => {
  expect(simulationInWords(simulation({}))).toContain('no events yet');
  expect(simulationInWords(simulation({ events: 90_000, estimated: true, relative_error: 0.034 }))).toContain(
    'About 90,000 events there are (a sample, right to 4 %).',
  );
});
