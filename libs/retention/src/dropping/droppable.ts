import { ARCHIVE_CLASSES } from '@app/events';
import type { ArchiveSlice } from './archive-slice.js';

/** Events are committed some time after their ids were made. */
const SLACK_MS = 5 * 60_000;

/** What decides: `still_active` is whether an active event has an id in the slice's range. */
export type DropCandidate = Pick<ArchiveSlice, 'bucket' | 'ends_at' | 'latest_expiry'> & {
  still_active: boolean;
};

/**
 * Whether a slice can go at `now` (PostgreSQL's). Its time and that of all that was moved in must be over. As long as more
 * may come, because nothing has yet or because active events belong here, it stays until the class's longest lifetime has passed
 * since its end: after that whatever is still active has expired as well.
 */
export function droppable(
  { bucket, ends_at, latest_expiry, still_active }: DropCandidate,
  now: Date,
): boolean {
  const longestMs = ARCHIVE_CLASSES.find((one) => one.bucket === bucket)?.longestMs;
  if (longestMs === undefined) return false;
  if (latest_expiry !== null && Number(latest_expiry) > now.getTime()) return false;
  const mayFillMs = latest_expiry === null || still_active ? longestMs : 0;
  return ends_at.getTime() + SLACK_MS + mayFillMs <= now.getTime();
}
