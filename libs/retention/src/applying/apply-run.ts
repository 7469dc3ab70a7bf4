/** Something that retention did, or is doing: a row of `retention_runs`, of any kind. */
export interface ApplyRun {
  id: string;
  kind: string;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  archived: number;
  deleted: number;
  partitions_dropped: number;
  /** Of a run that applies policies: whose events it is about, if not all of the project. */
  trigger_id: string | null;
  /** Of a run that applies policies: how many events there were at the start, more if `at_least`; null of others. */
  matched: number | null;
  at_least: boolean | null;
  /** Events that it has come past, and those of them that it gave other times. */
  done: number;
  changed: number;
  /** What went wrong at the last try. */
  error: string | null;
  started_at: Date;
  finished_at: Date | null;
}

/** A run that applies policies and is to be gone on with, locked by who reads it. */
export interface DueApply {
  id: string;
  project_id: string;
  trigger_id: string | null;
  /** The event that it has come to. */
  position: string;
  started_at: Date;
}

/** How a turn leaves its run; `dueInMs` is null when nothing is left to do. */
export interface ApplyTurn {
  position: string;
  done: number;
  changed: number;
  dueInMs: number | null;
}
