import { describe, expect, it } from 'vitest';
import { ARCHIVE_CLASSES } from '@app/events';
import { droppable, type DropCandidate } from './droppable.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const MINUTE = 60_000;
const ago = (ms: number) => new Date(NOW.getTime() - ms);

describe.each(ARCHIVE_CLASSES)('A slice of class $bucket', ({ bucket, longestMs }) => {
  const ended = (ms: number, rest: Partial<DropCandidate> = {}): DropCandidate => ({
    bucket,
    ends_at: ago(ms),
    latest_expiry: ago(1),
    still_active: false,
    ...rest,
  });

  it.each<[string, DropCandidate, boolean]>([
    ['whose time is over, and that of all in it', ended(5 * MINUTE), true],
    ['in which the last expires this instant', ended(5 * MINUTE, { latest_expiry: NOW }), true],
    ['that ended just now', ended(5 * MINUTE - 1), false],
    ['that has not ended', ended(-MINUTE), false],
    ['in which one has not expired', ended(longestMs * 2, { latest_expiry: ago(-1) }), false],
    ['in which one never expires', ended(longestMs * 2, { latest_expiry: Infinity }), false],
    ['that active events belong to', ended(longestMs, { still_active: true }), false],
    [
      'that active events belong to which have all expired',
      ended(longestMs + 5 * MINUTE, { still_active: true }),
      true,
    ],
    ['that was never filled', ended(longestMs, { latest_expiry: null }), false],
    [
      'that was never filled, when nothing can fill it any more',
      ended(longestMs + 5 * MINUTE, { latest_expiry: null }),
      true,
    ],
  ])('%s', (_, slice, expected) => {
    expect(droppable(slice, NOW)).toBe(expected);
  });
});

describe('What is no slice', () => {
  it.each([0, 7, 8])('is never dropped: bucket %d', (bucket) => {
    const slice = { bucket, ends_at: ago(1e12), latest_expiry: ago(1e11), still_active: false };
    expect(droppable(slice, NOW)).toBe(false);
  });
});
