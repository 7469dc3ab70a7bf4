import { ApiProperty } from '@nestjs/swagger';
import type { Replay, ReplayableStatus, ReplayState } from '@app/deliveries';
import type { EventSource } from '@app/events';

export class ReplayCountView {
  /** How many events the filter finds. */
  matched!: number;
  /** Whether there are more: counting stops at 100,000, or after 2 seconds. */
  at_least!: boolean;
}

export class ReplayStartedView extends ReplayCountView {
  /** Follow it at `GET /replays/{id}`. */
  replay_id!: string;
}

export class ReplayFilterView {
  /** Of this trigger. */
  trigger_id?: string;
  /** Fired by this source. */
  source?: EventSource;
  /** Of this status. */
  status!: ReplayableStatus;
  /** Fired at this time or later. */
  @ApiProperty({ format: 'date-time' })
  since?: string;
  /** Fired before this time. */
  @ApiProperty({ format: 'date-time' })
  until?: string;
  /** With these labels. */
  label?: string[];
  /** With a delivery to this destination. */
  destination_id?: string;
  /** Archived, not archived, or both. */
  @ApiProperty({ oneOf: [{ type: 'boolean' }, { type: 'string', enum: ['all'] }] })
  archived!: boolean | 'all';
}

export class ReplayRateView {
  /** So many deliveries. @example 50 */
  max!: number;
  /** In such a time. @example 1s */
  per!: string;
}

export class ReplayView extends ReplayCountView {
  /** UUIDv7. */
  id!: string;
  /** `running` until its last delivery has ended, then `done`. */
  state!: ReplayState;
  /** Which events it is about, of those that there were at `created_at`. */
  filter!: ReplayFilterView;
  /** Ids of the destinations that they go to; null is where they went. */
  destinations!: string[] | null;
  /** How many deliveries it makes in what time. */
  rate!: ReplayRateView;
  /** Events of which it has made deliveries. */
  replayed!: number;
  /** Events that it left out: gone, dealt with by others since, or without a destination that is turned on. */
  skipped!: number;
  /** Its deliveries that have arrived. */
  delivered!: number;
  /** Its deliveries that are dead once more. */
  dead!: number;
  /** Its deliveries that were cancelled. */
  cancelled!: number;
  /** Its deliveries that have not ended. */
  pending!: number;
  /** When it was asked for. */
  created_at!: Date;
  /** When the first events were replayed. */
  started_at!: Date | null;
  /** When its last delivery had ended. */
  finished_at!: Date | null;
}

export class ReplayListView {
  /** One page. */
  data!: ReplayView[];
  /** Give it as `cursor` for the next page; null on the last one. */
  next_cursor!: string | null;
}

export function replayView(replay: Replay): ReplayView {
  const { id, state, matched, at_least, replayed, skipped, delivered, dead, cancelled, pending } = replay;
  const { labels, ...filter } = replay.filter;
  const label = Object.entries(labels ?? {}).flatMap(([key, value]) =>
    [value].flat().map((one) => `${key}:${one}`),
  );
  return {
    id,
    state,
    filter: { ...filter, ...(labels && { label }) },
    destinations: replay.destination_ids,
    rate: { max: replay.rate_max, per: replay.rate_per },
    matched,
    at_least,
    replayed,
    skipped,
    delivered,
    dead,
    cancelled,
    pending,
    created_at: replay.created_at,
    started_at: replay.started_at,
    finished_at: replay.finished_at,
  };
}
