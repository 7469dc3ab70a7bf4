import type { EventStatus } from '@app/events';
import type { LoggedEvent } from '../log/event-log.repository.js';
import type { EventFilter } from '../log/event-filter.js';

/** What a reader of the feed wants to hear of; absent means any. */
export type FeedFilter = Pick<EventFilter, 'trigger_id' | 'source' | 'status' | 'labels'>;

/** Whether an event, as it is now, is one that the filter means, as `GET /events` understands it. */
export function isMeant(
  {
    trigger_id,
    source,
    status,
    labels,
  }: Pick<LoggedEvent, 'trigger_id' | 'source' | 'labels'> & {
    status: EventStatus;
  },
  filter: FeedFilter,
): boolean {
  return (
    (filter.trigger_id === undefined || filter.trigger_id === trigger_id) &&
    (filter.source === undefined || filter.source === source) &&
    (filter.status === undefined || filter.status === status) &&
    Object.entries(filter.labels ?? {}).every(([key, value]) => labels[key] === value)
  );
}
