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
