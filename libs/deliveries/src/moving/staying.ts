import { slicesOf } from '@app/events';
import type { SliceChange } from './event-mover.repository.js';

/** An archived event that stays where it is with another end: ms since the epoch, `Infinity` is never. */
export interface Staying {
  bucket: number;
  id: string;
  expiresAt: number;
}

/** What that means for the slices: nothing comes or goes, and each lives as long as the last of its events. */
export function stayingChanges(staying: Staying[]): SliceChange[] {
  const latest = new Map<string, { bucket: number; starts: number; at: number }>();
  for (const { bucket, id, expiresAt } of staying) {
    const [slice] = slicesOf(bucket, [id]);
    if (!slice) continue;
    const key = `${bucket} ${slice.from}`;
    const at = Math.max(expiresAt, latest.get(key)?.at ?? -Infinity);
    latest.set(key, { bucket, starts: slice.from, at });
  }
  return [...latest.values()].map(({ at, ...slice }) => {
    return { ...slice, events: 0, latest: at === Infinity ? 'infinity' : new Date(at).toISOString() };
  });
}
