/** When a trigger fires by itself. Instants are named by whole milliseconds. */
export type Schedule =
  | { kind: 'once'; at: Date }
  /** `timezone` is a name of the IANA database. */
  | { kind: 'cron'; cron: string; timezone: string }
  /** The anchor is no occurrence itself: the first comes one interval after it. */
  | { kind: 'every'; everyMs: number; anchor: Date };

/** What cuts a schedule off. */
export interface Bounds {
  /** Inclusive. */
  startAt: Date | null;
  /** Exclusive. */
  endAt: Date | null;
  /** Firings that the schedule may still make: its `max_runs` less those that it has made. */
  runsLeft: number | null;
}

export const UNBOUNDED: Bounds = { startAt: null, endAt: null, runsLeft: null };
