import type { Walk } from './replay.js';

/** An event that a replay is about, with the destinations that it is to go to once more. */
export interface MatchedEvent {
  bucket: number;
  id: string;
  destination_ids: string[];
  /** Whether this replay has made a delivery of it before. */
  begun: boolean;
}

/** What may still be made in this turn. */
export interface Allowance {
  tokens: number;
  /** How many more each destination takes now. One that is not in it is gone or turned off, and gets nothing. */
  slots: Map<string, number>;
}

/** A delivery that is to be made. */
export interface Pick {
  event: MatchedEvent;
  destination_id: string;
}

export interface Taken {
  picks: Pick[];
  /** Events that can go nowhere. */
  skipped: number;
  /** Where destinations that take no more now left this walk, to go on by themselves. */
  parted: Walk[];
  /** The last event that was dealt with; null when not even the first was. */
  after: string | null;
  stopped: 'budget' | 'full' | null;
}

/**
 * Takes from a walk's next events, oldest first, what the allowance lets it, and draws on that. A destination that is
 * full stops its own walk, but not the walk of all: it leaves that one here, so that it holds up nobody else. `apart`
 * are the destinations that have left before.
 */
export function take(
  events: MatchedEvent[],
  walk: Walk,
  apart: ReadonlySet<string>,
  allowance: Allowance,
): Taken {
  const taken: Taken = { picks: [], skipped: 0, parted: [], after: null, stopped: null };
  const away = new Set(apart);
  const { slots } = allowance;
  const isFull = (id: string) => slots.get(id)! <= 0;
  for (const event of events) {
    if (allowance.tokens < 1) return { ...taken, stopped: 'budget' };
    const open = event.destination_ids.filter((id) =>
      walk.destination_id === null ? !away.has(id) : id === walk.destination_id,
    );
    const usable = open.filter((id) => slots.has(id));
    const full = usable.filter(isFull);
    if (full.length > 0 && walk.destination_id !== null) return { ...taken, stopped: 'full' };
    for (const destination_id of full) {
      taken.parted.push({ destination_id, after: taken.after ?? walk.after, done: false });
      away.add(destination_id);
    }
    const ready = usable.filter((id) => !isFull(id));
    for (const destination_id of ready) {
      taken.picks.push({ event, destination_id });
      slots.set(destination_id, slots.get(destination_id)! - 1);
      allowance.tokens--;
    }
    const isNobodys = walk.destination_id === null && !event.destination_ids.some((id) => away.has(id));
    if (isNobodys && usable.length === 0) taken.skipped++;
    taken.after = event.id;
  }
  return taken;
}
