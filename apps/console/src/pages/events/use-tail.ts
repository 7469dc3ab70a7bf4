import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Event } from '../../api/types';
import type { FeedMessage } from '../../live/feed';
import { useFeed } from '../../live/use-feed';
import { rowOf, type EventRow } from './event-row';
import { canFollow, feedFilterOf, fits, type EventSearch } from './filter';
import { arrived, EMPTY_TAIL, released, withStatuses, type Statuses, type Tail } from './tail';

/** A table that changed more often could not be read. */
const FLUSH = 250;

interface Options {
  search: EventSearch;
  /** The viewer reads: what comes waits. */
  hold: boolean;
  isListed: (id: string) => boolean;
  /** Where events stand now, listed ones or not. */
  onStatuses: (changed: Statuses) => void;
  /** An event that was not among those meant may be now. */
  onUnknown: () => void;
  /** What was missed cannot be told. */
  onReset: () => void;
}

/** The live rows above a list: what the feed tells, gathered and put in several times a second. */
export function useTail({ search, hold, isListed, onStatuses, onUnknown, onReset }: Options) {
  const [tail, setTail] = useState<Tail>(EMPTY_TAIL);
  const rows = useRef<EventRow[]>([]);
  const statuses = useRef(new Map<string, Event['status']>());
  const [held, setHeld] = useState(hold);
  if (held !== hold) {
    setHeld(hold);
    if (!hold) setTail(released);
  }

  const flush = useEffectEvent(() => {
    if (rows.current.length === 0 && statuses.current.size === 0) return;
    const came = rows.current;
    const changed = statuses.current;
    rows.current = [];
    statuses.current = new Map();
    const known = new Set([...tail.shown, ...tail.waiting, ...came].map(({ id }) => id));
    setTail((before) => {
      const { shown, waiting, ...others } = arrived(before, came, hold, isListed);
      return { ...others, shown: withStatuses(shown, changed), waiting: withStatuses(waiting, changed) };
    });
    for (const { id, status } of came) if (!changed.has(id)) changed.set(id, status);
    onStatuses(changed);
    const { status } = search;
    if (
      status !== undefined &&
      [...changed].some(([id, now]) => now === status && !known.has(id) && !isListed(id))
    )
      onUnknown();
  });
  useEffect(() => {
    const timer = setInterval(() => flush(), FLUSH);
    return () => clearInterval(timer);
  }, []);

  const onMessage = (message: FeedMessage) => {
    if (message.kind === 'reset') onReset();
    else if (message.kind === 'delivery')
      statuses.current.set(message.delivery.event_id, message.delivery.event_status);
    else if (fits(search, message.event)) {
      rows.current.push(rowOf(message.event));
      statuses.current.delete(message.event.id); // it was read later than what was told before
    }
  };
  const state = useFeed({ filter: feedFilterOf(search), paused: !canFollow(search), onMessage });

  return {
    tail,
    state,
    /** Rows that were read rather than told. */
    add: (read: EventRow[]) => setTail((before) => arrived(before, read, hold, isListed)),
    release: () => setTail(released),
  };
}
