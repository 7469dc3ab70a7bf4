import { describe, expect, it } from 'vitest';
import { lifetimeOf } from './lifetime.js';

const HOUR = 3_600_000;

describe('The lifetime of an event', () => {
  it.each([
    ['that ends', { archive_after: '2h', delete_after: '48h' }, 2 * HOUR, 48 * HOUR],
    ['of seconds', { archive_after: '1s', delete_after: '1.5s' }, 1000, 1500],
    ['that is never deleted', { archive_after: '30m', delete_after: 'never' }, HOUR / 2, null],
    ['that always stays active', { archive_after: 'never', delete_after: 'never' }, null, null],
  ])('%s is that of its policy', (_, policy, archiveAfterMs, deleteAfterMs) => {
    expect(lifetimeOf(policy)).toEqual({ archiveAfterMs, deleteAfterMs });
  });

  it('is said by others where there is no policy', () => {
    expect(lifetimeOf(null)).toBeNull();
  });

  it.each(['soon', '999ms'])('cannot be made of a policy that was not validated: %s', (archive_after) => {
    expect(() => lifetimeOf({ archive_after, delete_after: '1h' })).toThrow(RangeError);
  });
});
