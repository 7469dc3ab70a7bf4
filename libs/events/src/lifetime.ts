import { parseRetentionTime } from '@app/clock';

/** How long events stay active and when they are deleted, as durations or `never`. */
export interface RetentionPolicy {
  archive_after: string;
  delete_after: string;
}

/** A policy in milliseconds from the firing; null is never. */
export interface Lifetime {
  archiveAfterMs: number | null;
  deleteAfterMs: number | null;
}

/** Null, for whoever has no policy of their own, stays null. Throws RangeError for a policy that was not validated. */
export function lifetimeOf(policy: RetentionPolicy): Lifetime;
export function lifetimeOf(policy: RetentionPolicy | null): Lifetime | null;
export function lifetimeOf(policy: RetentionPolicy | null): Lifetime | null {
  return (
    policy && {
      archiveAfterMs: milliseconds(policy.archive_after),
      deleteAfterMs: milliseconds(policy.delete_after),
    }
  );
}

function milliseconds(text: string): number | null {
  const length = parseRetentionTime(text);
  if (length === undefined) throw new RangeError(`not a duration: ${text}`);
  return length === Infinity ? null : length;
}
