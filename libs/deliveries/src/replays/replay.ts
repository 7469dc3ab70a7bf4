import type { EventSource } from '@app/events';

export const REPLAY_STATES = ['running', 'paused', 'cancelled', 'done'] as const;
export type ReplayState = (typeof REPLAY_STATES)[number];

/** What of an event can be repeated: something that has ended. `all` is any of these. */
export const REPLAYABLE_STATUSES = ['dead', 'delivered', 'cancelled', 'recorded', 'all'] as const;
export type ReplayableStatus = (typeof REPLAYABLE_STATUSES)[number];

/** Which events a replay is about; absent means any. Times are ISO 8601. */
export interface ReplayFilter {
  trigger_id?: string;
  source?: EventSource;
  status: ReplayableStatus;
  since?: string;
  until?: string;
  /** What the labels have to contain. */
  labels?: Record<string, string | string[]>;
  /** Only what went to this destination. */
  destination_id?: string;
  archived: boolean | 'all';
}

/** So many deliveries in such a time, as a duration. */
interface ReplayRate {
  max: number;
  per: string;
}

export interface ReplayRequest {
  filter: ReplayFilter;
  /** Where the events go instead of where they went. */
  destinations?: string[];
  rate: ReplayRate;
}

/** How many events a filter finds; more than that if `at_least`. */
export interface MatchCount {
  matched: number;
  at_least: boolean;
}

/** What became of the deliveries of a replay, in numbers of them. */
export interface DeliveryCounts {
  delivered: number;
  dead: number;
  cancelled: number;
  pending: number;
}

/** One way through the events: of a destination that holds back, or (null) of all that have no walk of their own. */
export interface Walk {
  destination_id: string | null;
  /** The id of the event that it has come to. */
  after: string;
  done: boolean;
}

/** A row of `replays`. */
export interface ReplayRow extends MatchCount {
  id: string;
  project_id: string;
  state: ReplayState;
  filter: ReplayFilter;
  destination_ids: string[] | null;
  rate_max: number;
  rate_per: string;
  replayed: number;
  skipped: number;
  /** Null until its last delivery has ended. */
  delivered: number | null;
  dead: number | null;
  cancelled: number | null;
  walks: Walk[];
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

/** A replay as it is shown. */
export type Replay = Omit<ReplayRow, keyof DeliveryCounts> & DeliveryCounts;
