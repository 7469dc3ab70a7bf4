import { expect, it } from 'vitest';
import { manyEvents } from '../../../test/support/many-events.js';
import { explain } from '../../../test/support/plan.js';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import { FIRED_OCCURRENCES } from './occurrences.repository.js';

const LIMIT = 51;
const on = usePlatform();

it('A page of occurrences that fired is read by their index, in its order', async () => {
  const { triggers } = await manyEvents(on, 10_000);
  const values = [PROJECT, triggers.busy, new Date(), LIMIT];
  const done = await explain(on, { statement: FIRED_OCCURRENCES, values });

  expect(done.scanned).toEqual([]);
  expect(done.sorted).toBeLessThan(LIMIT);
  expect(done.read).toBeLessThanOrEqual(LIMIT * 2);
});
