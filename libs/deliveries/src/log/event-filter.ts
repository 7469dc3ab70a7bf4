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
  /** What the labels have to contain; nothing has several values for one key. */
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

/** Which index leads through a list, in its order; that of labels with one of them, as `key:value`. */
export type EventDriver =
  | 'held'
  | 'recorded'
  | 'dead'
  | 'cancelled'
  | 'pending'
  | { label: string }
  | 'trigger'
  | 'source'
  | 'project';

/**
 * The indexes that there are for a filter, the narrowest first, as a rule: what people hold, unfinished and failed deliveries
 * are few. Which one is, only the data say. There is none of `delivered`, which most events are.
 */
export function driversOf({
  held,
  status,
  labels = {},
  trigger_id,
  source,
}: EventFilter): [EventDriver, ...EventDriver[]] {
  const drivers: EventDriver[] = [];
  if (held) drivers.push('held');
  if (status && status !== 'delivered') drivers.push(status);
  for (const [key, value] of Object.entries(labels))
    if (typeof value === 'string') drivers.push({ label: `${key}:${value}` });
  if (trigger_id !== undefined) drivers.push('trigger');
  if (source !== undefined) drivers.push('source');
  const [first = 'project', ...others] = drivers;
  return [first, ...others];
}
