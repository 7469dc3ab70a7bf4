import { uuidV7Time } from '@app/clock';
import { ARCHIVE_CLASSES } from './buckets.js';

const AHEAD_MS = 24 * 3_600_000;

/** A slice is a partition of each, by the UUIDv7 of its events. */
export const SLICED_TABLES = ['event_labels', 'deliveries', 'events'] as const;
export type SlicedTable = (typeof SLICED_TABLES)[number];

/** One partition of an archived class: ids made from `from` until before `to` (ms since the epoch). */
export interface Slice {
  bucket: number;
  from: number;
  to: number;
}

/**
 * The slices that have to exist at `now`: each class without a gap from where its newest slice ends (`ends`, by
 * bucket; from `now` for a class that has none yet) until a day ahead, aligned to multiples of the class's width. Those
 * that begin first come first, so that some of them from the front leave no gap either.
 */
export function slicesToCreate(now: number, ends: ReadonlyMap<number, number>): Slice[] {
  return ARCHIVE_CLASSES.flatMap(({ bucket, sliceMs }) => {
    const slices: Slice[] = [];
    let from = ends.get(bucket) ?? Math.floor(now / sliceMs) * sliceMs;
    for (; from <= now + AHEAD_MS; from += sliceMs) slices.push({ bucket, from, to: from + sliceMs });
    return slices;
  }).toSorted((a, b) => a.from - b.from);
}

/** The slices of a class that events of these ids lie in, each once, oldest first; none for a bucket that has no slices. */
export function slicesOf(bucket: number, ids: readonly string[]): Slice[] {
  const width = ARCHIVE_CLASSES.find((one) => one.bucket === bucket)?.sliceMs;
  if (width === undefined) return [];
  const starts = new Set(ids.map((id) => Math.floor(uuidV7Time(id) / width) * width));
  return [...starts].toSorted((a, b) => a - b).map((from) => ({ bucket, from, to: from + width }));
}

/** Sorts by time and tells a person what lies in it: `b3_20261124t0600`. */
export function sliceName({ bucket, from }: Pick<Slice, 'bucket' | 'from'>): string {
  const stamp = new Date(from).toISOString().replace(/[-:]/g, '').slice(0, 13).toLowerCase();
  return `b${bucket}_${stamp}`;
}
