import type { Event } from '../../api/types';

/** What the table shows of an event: a list may be long, and payloads large. */
export interface EventRow extends Pick<
  Event,
  'id' | 'status' | 'trigger_id' | 'trigger_name' | 'source' | 'fired_at' | 'lag_ms' | 'archived' | 'hold'
> {
  /** The beginning of the payload. */
  payload: string;
}

const PREVIEW = 160;

export function rowOf(event: Event): EventRow {
  const { id, status, trigger_id, trigger_name, source, fired_at, lag_ms, archived, hold } = event;
  const payload = JSON.stringify(event.payload).slice(0, PREVIEW);
  return { id, status, trigger_id, trigger_name, source, fired_at, lag_ms, archived, hold, payload };
}

/** What an event is called: by its trigger, or by how it came without one. */
export const nameOf = ({
  trigger_name,
  source,
}: {
  trigger_name: string | null;
  source: Event['source'];
}): string => trigger_name ?? (source === 'test' ? 'a draft' : 'by hand');
