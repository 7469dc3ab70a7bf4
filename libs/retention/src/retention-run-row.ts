/** What a run, or a turn of one, did. */
export interface RetentionCounts {
  /** Events that were moved to the archive. */
  archived: number;
  /** Events that are gone for good. */
  deleted: number;
  /** Slices of the archive that were dropped. */
  partitions_dropped: number;
}

/** A run of the whole installation. */
export interface NamedRun {
  kind: string;
  /** Of maintenance: which job. */
  job?: string;
  /**
   * After so many ms one of the same name that has not ended never will: at once (0) when a lease keeps them from being two,
   * unless whoever lost that is alive, and then its end is noted after all.
   */
  deadAfterMs: number;
}

/** What a run did. */
export interface RunDid extends Partial<RetentionCounts> {
  /** Of maintenance: things made or removed. */
  done?: number;
  /** Why it failed, if it did. */
  failure?: unknown;
}

/** Notes what a turn of a run did while the run goes on. */
export type Tell = (turn: Partial<RetentionCounts>) => Promise<void>;

/** A row of `retention_runs`: something that retention did, or is doing. */
export interface RetentionRunRow extends RetentionCounts {
  id: string;
  kind: string;
  /** Of a run of maintenance: what was done, in words; null of others. */
  job: string | null;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  /** Of a run that applies policies: whose events it is about, if not all of the project. */
  trigger_id: string | null;
  /** Of a run that applies policies: how many events there were at the start, more if `at_least`; null of others. */
  matched: number | null;
  at_least: boolean | null;
  /** Events that it has come past, and those of them that it gave other times. Of maintenance: things made or removed. */
  done: number;
  changed: number;
  /** What went wrong, or did at the last try. */
  error: string | null;
  /** Of runs that had nothing to do: so many of them, one after another; the other times are those of the last. */
  runs: number;
  /** When the first of these began, if they are more than one. */
  since: Date | null;
  started_at: Date;
  finished_at: Date | null;
}

/** Of a row of `retention_runs`, as numbers that JavaScript has. */
export const RUN_COLUMNS = `id, kind, job, state, archived::float8, deleted::float8, partitions_dropped, trigger_id, matched,
  at_least, done::float8, changed::float8, error, runs, since, started_at, finished_at`;

/** Runs of the workers that had nothing to do. */
export const IDLE = `(state = 'done' AND kind NOT IN ('manual', 'apply')
   AND archived + deleted + partitions_dropped + done = 0)`;
