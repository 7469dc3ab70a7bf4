/** What a run, or a turn of one, did. */
export interface RetentionCounts {
  /** Events that were moved to the archive. */
  archived: number;
  /** Events that are gone for good. */
  deleted: number;
  /** Slices of the archive that were dropped. */
  partitions_dropped: number;
}

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
  started_at: Date;
  finished_at: Date | null;
}

/** Of a row of `retention_runs`, as numbers that JavaScript has. */
export const RUN_COLUMNS = `id, kind, job, state, archived::float8, deleted::float8, partitions_dropped, trigger_id, matched,
  at_least, done::float8, changed::float8, error, started_at, finished_at`;
