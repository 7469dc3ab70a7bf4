/** Who fired: see the vocabulary in docs/architecture.md. An `alert` is the platform's own. */
export type EventSource = 'schedule' | 'api' | 'hook' | 'test' | 'replay' | 'manual' | 'alert';

export const EVENT_SOURCES: EventSource[] = ['schedule', 'api', 'hook', 'test', 'replay', 'manual', 'alert'];

/** Follows the newest delivery to each destination; `recorded` when there is no destination. */
export type EventStatus = 'recorded' | 'pending' | 'delivered' | 'dead' | 'cancelled';

export const EVENT_STATUSES: EventStatus[] = ['recorded', 'pending', 'delivered', 'dead', 'cancelled'];

export type Payload = Record<string, unknown>;
export type Labels = Record<string, string>;

/** A row of `events`: the immutable fact of one firing, and where it lies. `Infinity` stands for never. */
export interface EventRow {
  bucket: number;
  id: string;
  project_id: string;
  trigger_id: string | null;
  trigger_name: string | null;
  trigger_type: string | null;
  source: EventSource;
  payload: Payload;
  labels: Labels;
  scheduled_for: Date | null;
  fired_at: Date;
  archive_at: Date | number;
  expires_at: Date | number;
  hold: boolean;
  archived: boolean;
  replay_of: string | null;
  /** It has never had a delivery. */
  unsent: boolean;
}
