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
  /** `archive` and `drop` are the workers' own, `manual` was asked for with `POST /retention/run`. */
  kind!: string;
  /** A `failed` one may have done a part of it. */
  state!: RetentionRunRow['state'];
  /** Events that were moved to the archive. */
  archived!: number;
  /** Events that are gone for good. */
  deleted!: number;
  /** Slices of the archive that were dropped. */
  partitions_dropped!: number;
  /** Why it failed. */
  error!: string | null;
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
  const { id, kind, state, archived, deleted, partitions_dropped, error, started_at, finished_at } = run;
  return {
    id,
    kind,
    state,
    archived,
    deleted,
    partitions_dropped,
    error,
    started_at,
    finished_at,
    duration_ms: finished_at && finished_at.getTime() - started_at.getTime(),
  };
}
