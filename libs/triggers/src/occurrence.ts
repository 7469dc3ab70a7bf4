import type { Schedule } from '@app/schedules';

export const OCCURRENCE_OUTCOMES = [
  'fired',
  'missed',
  'collapsed',
  'skipped_paused',
  'skipped_overlap',
] as const;
export type OccurrenceOutcome = (typeof OCCURRENCE_OUTCOMES)[number];
export type SkippedOutcome = Exclude<OccurrenceOutcome, 'fired'>;

/** What became of one instant of a schedule. */
export interface Occurrence {
  scheduled_for: Date;
  outcome: OccurrenceOutcome;
  /** Why it did not fire; null when it did. */
  reason: string | null;
  /** Null when it did not fire. */
  event_id: string | null;
}

/** Occurrences in a row that did not fire, all for one reason. `schedule` is the one that named them. */
export interface Skipped {
  trigger_id: string;
  project_id: string;
  first_at: Date;
  last_at: Date;
  count: number;
  outcome: SkippedOutcome;
  reason: string;
  schedule: Schedule;
}
