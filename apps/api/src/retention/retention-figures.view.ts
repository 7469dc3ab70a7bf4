export class RetentionPlaceView {
  /** Events that have not expired. */
  events!: number;
  /** Space on disk for them and their deliveries, with their share of the indexes: always an estimate. */
  bytes!: number;
  /** Whether they were too many to count (beyond 10,000), so that a sample was taken. */
  estimated!: boolean;
  /** Of a sample: by how much of itself `events` may be wrong, in 95 of 100 cases. Null when they were counted. @example 0.04 */
  relative_error!: number | null;
}

export class RetentionStatsView {
  /** What is active. */
  active!: RetentionPlaceView;
  /** What is archived, and what is kept for good. */
  archived!: RetentionPlaceView;
  /** When the oldest active event was fired; null when there is none. */
  oldest_active!: Date | null;
  /** When the oldest archived event was fired; null when there is none. */
  oldest_archived!: Date | null;
  /** When the next slice of the archive with events in it can be dropped, of whichever project they are; null when none can by itself. */
  next_drop!: Date | null;
}

export class SimulatedDayView {
  /** In UTC; the first is today from now on. @example 2026-11-25 */
  day!: string;
  /** Events that are archived on that day. */
  archived!: number;
  /** Space on disk of the archived ones. */
  archived_bytes!: number;
  /** Events that are deleted on that day. */
  deleted!: number;
  /** Space on disk of the deleted ones. */
  bytes!: number;
}

export class LaterView {
  /** Events that are archived after the last day. */
  archived!: number;
  /** Space on disk of the archived ones. */
  archived_bytes!: number;
  /** Events that are deleted after the last day. */
  deleted!: number;
  /** Space on disk of the deleted ones. */
  bytes!: number;
}

export class SimulationView {
  /** Events that there are. */
  events!: number;
  /** Of these, active ones that would be archived at once. */
  archive_now!: number;
  /** Space on disk of those that would be archived at once. */
  archive_now_bytes!: number;
  /** Of these, those that would be deleted at once. */
  delete_now!: number;
  /** Space on disk of those that would be deleted at once. */
  delete_now_bytes!: number;
  /** The next 31 days, what is archived or deleted at once left out. */
  days!: SimulatedDayView[];
  /** What comes after them. */
  later!: LaterView;
  /** Events that would never be deleted by time. */
  kept!: number;
  /** Whether there were too many events to go through (beyond 10,000 in one place), so that a sample was taken. */
  estimated!: boolean;
  /** Of a sample: by how much of itself `events` may be wrong, in 95 of 100 cases. Null when all were gone through. @example 0.04 */
  relative_error!: number | null;
}
