import type { RetentionRunRow } from '@app/retention';

export class RetentionResultView {
  /** Events that were moved to the archive. */
  archived!: number;
  /** Events that are gone for good. */
  deleted!: number;
  /** Slices of the archive that were dropped, each with its events and their deliveries. */
  partitions_dropped!: number;
  /** How long it took. */
  duration_ms!: number;
  /** Whether more is due than could be done in 20 seconds. Call again, or leave it to the workers. */
  more!: boolean;
}

export class RetentionRunView {
  /** UUIDv7. */
  id!: string;
  /**
   * `archive` and `drop` are the workers' own, `manual` was asked for with `POST /retention/run`, `apply` gives existing
   * events the times of the policies of today; `maintenance` is any other job of the workers.
   */
  kind!: string;
  /** Of `maintenance`: which job, such as `create archive slices`; null of other kinds. */
  job!: string | null;
  /** A `failed` one may have done a part of it. */
  state!: RetentionRunRow['state'];
  /** Events that were moved to the archive. */
  archived!: number;
  /** Events that are gone for good. */
  deleted!: number;
  /** Slices of the archive that were dropped. */
  partitions_dropped!: number;
  /** Of `apply`: whose events it is about; null for all of the project. */
  trigger_id!: string | null;
  /** Of `apply`: how many events there were at the start; null of other kinds. */
  matched!: number | null;
  /** Of `apply`: whether there are more: counting stops at 10,000. */
  at_least!: boolean | null;
  /** Of `apply`: events that it has come past. Of `maintenance`: things made or removed. */
  done!: number;
  /** Of `apply`: events that have other times by it. */
  changed!: number;
  /** Why it failed; while it is `running`, what went wrong at the last try. */
  error!: string | null;
  /**
   * More than 1 of the workers' runs that had nothing to do: so many came one after another, and the other times are those of
   * the last.
   */
  runs!: number;
  /** When the first of them began; null of a single one. */
  since!: Date | null;
  /** When it began. */
  started_at!: Date;
  /** When it ended; null while it runs. */
  finished_at!: Date | null;
  /** How long it took; null while it runs. */
  duration_ms!: number | null;
}

export class RetentionRunListView {
  /** One page. */
  data!: RetentionRunView[];
  /** Give it as `cursor` for the next page; null on the last one. */
  next_cursor!: string | null;
}

export function retentionRunView(run: RetentionRunRow): RetentionRunView {
  const { id, kind, job, state, archived, deleted, partitions_dropped, trigger_id, matched, at_least } = run;
  const { done, changed, error, runs, since, started_at, finished_at } = run;
  return {
    id,
    kind,
    job,
    state,
    archived,
    deleted,
    partitions_dropped,
    trigger_id,
    matched,
    at_least,
    done,
    changed,
    error,
    runs,
    since,
    started_at,
    finished_at,
    duration_ms: finished_at && finished_at.getTime() - started_at.getTime(),
  };
}
