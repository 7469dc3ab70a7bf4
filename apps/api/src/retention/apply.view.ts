import type { ApplyRun } from '@app/retention';

export class ApplyRunView {
  /** UUIDv7. */
  id!: string;
  /** What it does: `apply` gives existing events the times of the policies of today. */
  kind!: string;
  /** `running` until all of it is done. */
  state!: ApplyRun['state'];
  /** Of `apply`: whose events it is about; null for all of the project. */
  trigger_id!: string | null;
  /** Of `apply`: how many events there were at the start; null of other kinds. */
  matched!: number | null;
  /** Of `apply`: whether there are more: counting stops at 10,000. */
  at_least!: boolean | null;
  /** Of `apply`: events that it has come past. */
  done!: number;
  /** Of `apply`: events that have other times by it. */
  changed!: number;
  /** Events that it has archived. */
  archived!: number;
  /** Events that it has deleted. */
  deleted!: number;
  /** Partitions that it has dropped. */
  partitions_dropped!: number;
  /** What went wrong at the last try; it is tried again while the run is `running`. */
  error!: string | null;
  /** When it began. */
  started_at!: Date;
  /** When it ended. */
  finished_at!: Date | null;
}

export function applyRunView(run: ApplyRun): ApplyRunView {
  const { id, kind, state, trigger_id, matched, at_least, done, changed } = run;
  const { archived, deleted, partitions_dropped, error, started_at, finished_at } = run;
  return {
    id,
    kind,
    state,
    trigger_id,
    matched,
    at_least,
    done,
    changed,
    archived,
    deleted,
    partitions_dropped,
    error,
    started_at,
    finished_at,
  };
}
