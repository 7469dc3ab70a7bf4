import { expect, it } from 'vitest';
import { isAdvanced } from './faults';

it('A fault in the folded part is known to be there', () => {
  expect(isAdvanced({ '/name': 'is required', '/retention/archive_after': 'must be shorter' })).toBe(true);
  expect(isAdvanced({ '/cron': 'is no pattern' })).toBe(false);
});
