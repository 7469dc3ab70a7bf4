import { expect, it } from 'vitest';
import { changePlan } from './change-plan.js';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));

it('A change of schedule is told by what comes, what goes and what stays', () => {
  expect(changePlan([at(1), at(2), at(3)], [at(2), at(4), at(3)])).toEqual({
    added: [at(4)],
    lost: [at(1)],
    kept: [at(2), at(3)],
  });
  expect(changePlan([at(1)], [])).toEqual({ added: [], lost: [at(1)], kept: [] });
});
