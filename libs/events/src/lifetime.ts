import { durationMs } from '@app/clock';

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

export const DEFAULT_RETENTION: RetentionPolicy = { archive_after: '2h', delete_after: '48h' };
export const TEST_RETENTION: RetentionPolicy = { archive_after: '10m', delete_after: '1h' };

export function lifetimeOf(policy: RetentionPolicy): Lifetime {
  return {
    archiveAfterMs: milliseconds(policy.archive_after),
    deleteAfterMs: milliseconds(policy.delete_after),
  };
}

function milliseconds(text: string): number | null {
  return text === 'never' ? null : durationMs(text);
}
