import type { EventSource, Labels, Payload } from '@app/events';

/**
 * One line of the cold archive: an event as it was, and its deliveries. Times are ISO 8601 in UTC to the microsecond. The
 * form is for good: it only gains members, or gets another schema version.
 */
export interface ColdRecord {
  id: string;
  project_id: string;
  trigger_id: string | null;
  trigger_name: string | null;
  trigger_type: string | null;
  source: EventSource;
  payload: Payload;
  labels: Labels;
  scheduled_for: string | null;
  fired_at: string;
  archive_at: string;
  expires_at: string;
  replay_of: string | null;
  deliveries: ColdDelivery[];
}

interface ColdDelivery {
  id: string;
  destination_id: string;
  /** The `webhook-id` that the receiver saw. */
  message_id: string;
  status: 'delivered' | 'dead' | 'cancelled';
  attempt_count: number;
  attempts: object[];
  created_at: string;
  finished_at: string | null;
  replay_id: string | null;
}
