import { describe, expect, it } from 'vitest';
import { ACTIVE, ARCHIVE_CLASSES, archiveBucket, KEPT } from './buckets.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('An event is archived', () => {
  it.each([
    [1, 0],
    [1, 1000],
    [1, HOUR],
    [2, HOUR + 1],
    [2, 6 * HOUR],
    [3, 6 * HOUR + 1],
    [3, 2 * DAY],
    [4, 2 * DAY + 1],
    [4, 14 * DAY],
    [5, 14 * DAY + 1],
    [5, 90 * DAY],
    [6, 90 * DAY + 1],
    [6, 400 * DAY],
    [KEPT, 400 * DAY + 1],
    [KEPT, Infinity],
  ])('to class %d when it lives for %d ms', (bucket, lifetimeMs) => {
    expect(archiveBucket(lifetimeMs)).toBe(bucket);
  });

  it('never to the active part', () => {
    expect(ARCHIVE_CLASSES.map(({ bucket }) => bucket)).not.toContain(ACTIVE);
  });

  it('to classes whose slices divide a day or are whole days, so that all begin at midnight', () => {
    for (const { sliceMs } of ARCHIVE_CLASSES) expect(DAY % sliceMs === 0 || sliceMs % DAY === 0).toBe(true);
  });

  it('to classes of which a handful of slices is alive at once', () => {
    for (const { longestMs, sliceMs } of ARCHIVE_CLASSES) expect(longestMs / sliceMs).toBeLessThanOrEqual(16);
  });
});
