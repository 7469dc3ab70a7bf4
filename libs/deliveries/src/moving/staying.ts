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
  return changesBy(staying, 0);
}

/** The same of events that were nowhere before. */
export function arrivalChanges(arrivals: Staying[]): SliceChange[] {
  return changesBy(arrivals, 1);
}

function changesBy(some: Staying[], each: 0 | 1): SliceChange[] {
  const bySlice = new Map<string, { bucket: number; starts: number; events: number; at: number }>();
  for (const { bucket, id, expiresAt } of some) {
    const [slice] = slicesOf(bucket, [id]);
    if (!slice) continue;
    const key = `${bucket} ${slice.from}`;
    const { events, at } = bySlice.get(key) ?? { events: 0, at: -Infinity };
    const latest = Math.max(expiresAt, at);
    bySlice.set(key, { bucket, starts: slice.from, events: events + each, at: latest });
  }
  return [...bySlice.values()].map(({ at, ...slice }) => {
    return { ...slice, latest: at === Infinity ? 'infinity' : new Date(at).toISOString() };
  });
}
