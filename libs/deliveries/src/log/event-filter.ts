import type { EventSource, EventStatus } from '@app/events';

/** What a list of events may be narrowed by; absent means any. */
export interface EventFilter {
  trigger_id?: string;
  source?: EventSource;
  status?: EventStatus;
  archived: 'true' | 'false' | 'all';
  /** Only those that are kept by a hold. */
  held?: true;
  since?: Date;
  until?: Date;
  /** What the labels have to contain. */
  labels?: Record<string, string | string[]>;
  /** Part of the payload's text, in any case. */
  q?: string;
  /** Values at places of the payload, all of which have to be there. */
  payload?: PayloadCondition[];
}

/** The value at a place of the payload, as text: 42 is `42`, and so is "42". */
export interface PayloadCondition {
  path: string[];
  value: string;
}

/** Which index leads through a list, in its order. */
export type EventDriver =
  'held' | 'recorded' | 'dead' | 'cancelled' | 'pending' | 'trigger' | 'source' | 'project';

/**
 * The narrowest index there is for a filter, as a rule: what people hold, unfinished and failed deliveries are few, then
 * come those of a trigger and of a source. The other filters are checked event by event, `delivered` too, which most events are.
 */
export function driverOf({ held, status, trigger_id, source }: EventFilter): EventDriver {
  if (held) return 'held';
  if (status && status !== 'delivered') return status;
  if (trigger_id !== undefined) return 'trigger';
  return source === undefined ? 'project' : 'source';
}
