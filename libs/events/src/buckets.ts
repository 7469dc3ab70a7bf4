const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Where an event lies that is neither archived nor kept. */
export const ACTIVE = 0;

/** Where an event lies that is never to be deleted by time. */
export const KEPT = 7;

/**
 * Every place, for a condition on `bucket` beside one on ids: the keys begin with the bucket, and PostgreSQL 17 would read
 * a whole index without it.
 */
export const EVERYWHERE = `'{0,1,2,3,4,5,6,7}'::smallint[]`;

/**
 * Archived events lie by lifetime class, so that everything in a slice of a class may be dropped together once the
 * slice's end plus the class's longest lifetime has passed. `sliceMs` is the span of ids that one slice holds.
 */
export const ARCHIVE_CLASSES = [
  { bucket: 1, longestMs: HOUR, sliceMs: HOUR },
  { bucket: 2, longestMs: 6 * HOUR, sliceMs: 2 * HOUR },
  { bucket: 3, longestMs: 2 * DAY, sliceMs: 3 * HOUR },
  { bucket: 4, longestMs: 14 * DAY, sliceMs: DAY },
  { bucket: 5, longestMs: 90 * DAY, sliceMs: 6 * DAY },
  { bucket: 6, longestMs: 400 * DAY, sliceMs: 25 * DAY },
] as const;

/** The bucket that an event of this lifetime (ms, `Infinity` for never) is archived to. */
export function archiveBucket(lifetimeMs: number): number {
  return ARCHIVE_CLASSES.find(({ longestMs }) => lifetimeMs <= longestMs)?.bucket ?? KEPT;
}
