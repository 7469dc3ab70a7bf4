import type { EventWithDeliveries, Firing, LoggedEvent, RecordedEvent } from '@app/deliveries';
import { ACTIVE } from '@app/events';

/** What a firing is answered with; `repeated` when its key had made the event before. */
export type Answered<Event> = Event & { repeated?: true };

/** The event of a firing that was just recorded, as a later look-up would find it. */
export function loggedEvent(given: Firing, recorded: RecordedEvent): Answered<LoggedEvent> {
  const firing = recorded.first ?? given;
  return {
    ...(recorded.first && { repeated: true }),
    bucket: ACTIVE,
    id: recorded.id,
    project_id: firing.project_id,
    trigger_id: firing.trigger?.id ?? null,
    trigger_name: firing.trigger?.name ?? firing.draft?.name ?? null,
    trigger_type: firing.trigger?.trigger_type ?? firing.draft?.trigger_type ?? null,
    source: firing.source,
    payload: firing.payload,
    labels: firing.labels,
    scheduled_for: firing.scheduled_for,
    fired_at: recorded.fired_at,
    archive_at: recorded.archive_at,
    expires_at: recorded.expires_at,
    hold: false,
    archived: false,
    replay_of: firing.replay_of,
    unsent: recorded.deliveries.length === 0,
    status: recorded.deliveries.length > 0 ? 'pending' : 'recorded',
  };
}

/** The same with its deliveries, oldest first, of which none has been tried yet. */
export function loggedEventWithDeliveries(
  given: Firing,
  recorded: RecordedEvent,
): Answered<EventWithDeliveries> {
  const { destination_ids } = recorded.first ?? given;
  const deliveries = recorded.deliveries.map(({ id, event_id }, index) => ({
    id,
    event_id,
    destination_id: destination_ids[index]!,
    webhook_id: event_id,
    status: 'pending' as const,
    attempts: [],
    next_attempt_at: recorded.fired_at,
    created_at: recorded.fired_at,
    finished_at: null,
  }));
  return {
    ...loggedEvent(given, recorded),
    deliveries: deliveries.sort((one, other) => (one.id < other.id ? -1 : 1)),
  };
}
