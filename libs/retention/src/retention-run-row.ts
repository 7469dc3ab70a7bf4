/** What a run, or a turn of one, did. */
export interface RetentionCounts {
  /** Events that were moved to the archive. */
  archived: number;
  /** Events that are gone for good. */
  deleted: number;
  /** Slices of the archive that were dropped. */
  partitions_dropped: number;
}

/** A row of `retention_runs`. */
export interface RetentionRunRow extends RetentionCounts {
  id: string;
  kind: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  error: string | null;
  started_at: Date;
  finished_at: Date | null;
}
