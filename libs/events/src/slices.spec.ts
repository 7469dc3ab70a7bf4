import { describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { ACTIVE, ARCHIVE_CLASSES, KEPT } from './buckets.js';
import { sliceName, slicesOf, slicesToCreate, type Slice } from './slices.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-24T10:17:00Z');
const NO_SLICES = new Map<number, number>();

const ofBucket = (slices: Slice[], bucket: number) => slices.filter((slice) => slice.bucket === bucket);

function endsOf(slices: Slice[]): Map<number, number> {
  return new Map(slices.map(({ bucket, to }) => [bucket, to]));
}

describe.each(ARCHIVE_CLASSES)('The slices of class $bucket', ({ bucket, sliceMs }) => {
  const slices = ofBucket(slicesToCreate(NOW, NO_SLICES), bucket);

  it('begin with the one that holds the present', () => {
    expect(slices[0]!.from).toBeLessThanOrEqual(NOW);
    expect(slices[0]!.to).toBeGreaterThan(NOW);
  });

  it('lie at multiples of their width', () => {
    for (const { from, to } of slices) {
      expect(from % sliceMs).toBe(0);
      expect(to - from).toBe(sliceMs);
    }
  });

  it('follow each other without a gap', () => {
    for (let n = 1; n < slices.length; n++) expect(slices[n]!.from).toBe(slices[n - 1]!.to);
  });

  it('reach a day ahead and not two slices further', () => {
    expect(slices.at(-1)!.to).toBeGreaterThan(NOW + DAY);
    expect(slices.at(-1)!.from).toBeLessThanOrEqual(NOW + DAY);
  });

  it('go on where the newest ends, also after a week without anybody to make them', () => {
    const later = NOW + 7 * DAY;
    const next = ofBucket(slicesToCreate(later, endsOf(slices)), bucket);

    expect(next[0]?.from ?? slices.at(-1)!.to).toBe(slices.at(-1)!.to);
    for (let n = 1; n < next.length; n++) expect(next[n]!.from).toBe(next[n - 1]!.to);
    expect((next.at(-1) ?? slices.at(-1)!).to).toBeGreaterThan(later + DAY);
  });
});

describe('Slices', () => {
  it('that are there already are not made again', () => {
    const ends = endsOf(slicesToCreate(NOW, NO_SLICES));

    expect(slicesToCreate(NOW, ends)).toEqual([]);
    expect(slicesToCreate(NOW + 60_000, ends)).toEqual([]);
  });

  it('of one class are made whatever the others have', () => {
    const ends = endsOf(slicesToCreate(NOW, NO_SLICES));
    ends.delete(3);

    expect(slicesToCreate(NOW, ends)).toEqual(ofBucket(slicesToCreate(NOW, NO_SLICES), 3));
  });

  it('that begin first come first, also after a week without anybody to make them', () => {
    const week = slicesToCreate(NOW + 7 * DAY, endsOf(slicesToCreate(NOW, NO_SLICES)));
    for (const slices of [slicesToCreate(NOW, NO_SLICES), week]) {
      const begins = slices.map(({ from }) => from);
      expect(begins).toEqual(begins.toSorted((a, b) => a - b));
    }
  });

  it('exist for an instant that is the very edge of one', () => {
    const edge = Date.parse('2026-11-24T00:00:00Z');
    const first = ofBucket(slicesToCreate(edge, NO_SLICES), 3)[0]!;

    expect(first).toEqual({ bucket: 3, from: edge, to: edge + 3 * HOUR });
  });

  it.each([
    [{ bucket: 3, from: Date.parse('2026-11-24T06:00:00Z'), to: 0 }, 'b3_20261124t0600'],
    [{ bucket: 6, from: Date.parse('2026-01-02T00:00:00Z'), to: 0 }, 'b6_20260102t0000'],
  ])('are named by class and time', (slice, name) => {
    expect(sliceName(slice)).toBe(name);
  });

  it('have names of their own', () => {
    const names = slicesToCreate(NOW, NO_SLICES).map(sliceName);

    expect(new Set(names).size).toBe(names.length);
  });
});

describe('The slices that ids belong to', () => {
  it.each(ARCHIVE_CLASSES)('hold them, in class $bucket, at any age', ({ bucket, sliceMs }) => {
    for (const at of [NOW, NOW - 1, NOW - 400 * DAY, 0, Math.floor(NOW / sliceMs) * sliceMs]) {
      const [slice, ...more] = slicesOf(bucket, [uuidV7(at)]);

      expect(more).toEqual([]);
      expect(slice!.from % sliceMs).toBe(0);
      expect(slice!.from).toBeLessThanOrEqual(at);
      expect(slice!.to).toBe(slice!.from + sliceMs);
      expect(slice!.to).toBeGreaterThan(at);
    }
  });

  it('are told once each, oldest first', () => {
    const ids = [NOW, NOW - DAY, NOW + 1, NOW - DAY + 1].map(uuidV7);

    expect(slicesOf(3, ids).map(({ from }) => NOW - from < DAY)).toEqual([false, true]);
  });

  it('are those that are made ahead', () => {
    for (const { bucket } of ARCHIVE_CLASSES)
      expect(slicesToCreate(NOW, NO_SLICES)).toContainEqual(slicesOf(bucket, [uuidV7(NOW)])[0]);
  });

  it.each([ACTIVE, KEPT])('are none in bucket %d', (bucket) => {
    expect(slicesOf(bucket, [uuidV7(NOW)])).toEqual([]);
  });
});
