import type { Event } from '../../api/types';
import type { EventRow } from './event-row';

/** How many live rows are kept; of more, the newest half. */
export const MOST_LIVE = 2_000;

/** What has come since the list was read, newest first. */
export interface Tail {
  shown: EventRow[];
  /** What came while the viewer was reading. */
  waiting: EventRow[];
  /** More came meanwhile than is kept. */
  overflow: boolean;
  /** There were too many: the list below begins before this time. It overlaps, as ids and times may differ by a moment. */
  until?: string;
}

export type Statuses = ReadonlyMap<string, Event['status']>;

export const EMPTY_TAIL: Tail = { shown: [], waiting: [], overflow: false };

/**
 * Two lists as one, newest first (ids are UUIDv7). An event that is in both is taken from the first.
 */
export function merged(first: EventRow[], second: EventRow[]): EventRow[] {
  const all: EventRow[] = [];
  for (let a = 0, b = 0; a < first.length || b < second.length;) {
    const [one, other] = [first[a], second[b]];
    if (one && (!other || one.id >= other.id)) {
      all.push(one);
      a += 1;
      if (other?.id === one.id) b += 1;
    } else {
      all.push(other!);
      b += 1;
    }
  }
  return all;
}

/**
 * Events that have come, in any order and maybe again.
 * @param hold the viewer reads: they wait, and are counted
 * @param isListed whether the list below the live rows has it already
 */
export function arrived(
  tail: Tail,
  rows: EventRow[],
  hold: boolean,
  isListed: (id: string) => boolean,
): Tail {
  const known = new Set(tail.shown.map(({ id }) => id));
  const again = rows.filter(({ id }) => known.has(id));
  const fresh = newestFirst(rows.filter(({ id }) => !known.has(id) && !isListed(id)));
  const shown = merged(newestFirst(again), tail.shown);
  if (!hold) return released({ ...tail, shown, waiting: merged(fresh, tail.waiting) });
  const waiting = merged(fresh, tail.waiting);
  const overflow = tail.overflow || waiting.length > MOST_LIVE;
  return { ...tail, shown, waiting: waiting.slice(0, MOST_LIVE), overflow };
}

/** What waited is shown. */
export function released(tail: Tail): Tail {
  const all = merged(tail.waiting, tail.shown);
  if (all.length <= MOST_LIVE && !tail.overflow) return { ...tail, shown: all, waiting: [] };
  const shown = all.slice(0, MOST_LIVE / 2);
  return { shown, waiting: [], overflow: false, until: justAfter(shown.at(-1)!.fired_at) };
}

const OVERLAP = 1_000;
const justAfter = (time: string): string => new Date(Date.parse(time) + OVERLAP).toISOString();

/** Rows with what has become of their events. */
export function withStatuses(rows: EventRow[], statuses: Statuses): EventRow[] {
  if (statuses.size === 0) return rows;
  return rows.map((row) => {
    const status = statuses.get(row.id);
    return status === undefined || status === row.status ? row : { ...row, status };
  });
}

/** Only what is known of the events with these ids; the same map where that is all of it. */
export function onlyOf(ids: ReadonlySet<string>, statuses: Statuses): Statuses {
  const kept = [...statuses].filter(([id]) => ids.has(id));
  return kept.length === statuses.size ? statuses : new Map(kept);
}

/** Of one event the one that came last is kept. */
function newestFirst(rows: EventRow[]): EventRow[] {
  const last = new Map(rows.map((row) => [row.id, row]));
  return [...last.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
}
