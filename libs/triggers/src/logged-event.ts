import type { Firing, LoggedEvent, RecordedEvent } from '@app/deliveries';
import { ACTIVE } from '@app/events';

/** The event of a firing that was just recorded, as a later look-up would find it. */
export function loggedEvent(firing: Firing, recorded: RecordedEvent): LoggedEvent {
  return {
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
    status: recorded.deliveries.length > 0 ? 'pending' : 'recorded',
  };
}
