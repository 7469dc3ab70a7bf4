import { describe, expect, it } from 'vitest';
import { DEFAULT_RETENTION, lifetimeOf, TEST_RETENTION } from './lifetime.js';

const HOUR = 3_600_000;

describe('The lifetime of an event', () => {
  it.each([
    ['by default', DEFAULT_RETENTION, 2 * HOUR, 48 * HOUR],
    ['of a test', TEST_RETENTION, HOUR / 6, HOUR],
    ['that is never deleted', { archive_after: '30m', delete_after: 'never' }, HOUR / 2, null],
    ['that always stays active', { archive_after: 'never', delete_after: 'never' }, null, null],
  ])('%s is that of its policy', (_, policy, archiveAfterMs, deleteAfterMs) => {
    expect(lifetimeOf(policy)).toEqual({ archiveAfterMs, deleteAfterMs });
  });

  it('cannot be made of a policy that was not validated', () => {
    expect(() => lifetimeOf({ archive_after: 'soon', delete_after: '1h' })).toThrow(RangeError);
  });
});
