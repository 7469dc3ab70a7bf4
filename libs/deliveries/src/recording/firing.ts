import type { EventSource, Labels, Lifetime, Payload } from '@app/events';
import type { IdempotencyKey } from '@app/idempotency';

/** What is needed to write down one firing. */
export interface Firing {
  project_id: string;
  trigger: {
    id: string;
    name: string;
    trigger_type: string;
    /** The firing is written only if the trigger still has this revision; null when its row is locked anyway. */
    revision: number | null;
  } | null;
  /** Names of the trigger that go into the event without tying it to a saved one: a draft's. */
  draft?: { name: string; trigger_type: string };
  source: EventSource;
  payload: Payload;
  labels: Labels;
  scheduled_for: Date | null;
  /** Null for that of its project, which is looked up when the event is written. */
  lifetime: Lifetime | null;
  destination_ids: string[];
  replay_of: string | null;
  /** Written only if no other firing of the project has it. Firings with the same one make one event. */
  key?: IdempotencyKey;
}

/** What the database said of a firing that it has committed. */
export interface RecordedEvent {
  id: string;
  fired_at: Date;
  archive_at: Date | number;
  expires_at: Date | number;
  deliveries: DeliveryRef[];
  /** Where a key was repeated: the firing that it was taken with, which wrote this event. */
  first?: Firing;
}

/** The key of a delivery, where to find it, and which hand-over to the queue it is about. */
export interface DeliveryRef {
  bucket: number;
  event_id: string;
  id: string;
  dispatch: number;
  /** Of a new delivery: it waits in its lane, and the dispatcher hands it over. */
  in_lane?: true;
  /** Of a hand-over: the dispatcher has found room for it in a metered lane. */
  granted?: true;
}
