export class ComingFiringView {
  /** The occurrence: what the event will have as `scheduled_for`. */
  scheduled_for!: Date;
  /** When it fires: later by its jitter. In the past when it is overdue, as it is while no worker is there. */
  fires_at!: Date;
  /** Id of the trigger. */
  trigger_id!: string;
  /** Its name. */
  trigger_name!: string;
  /** Its cron pattern; null when it has none. */
  cron!: string | null;
  /** That the pattern is meant in; null without one. */
  timezone!: string | null;
  /** Its interval; null when it has none. Without pattern and interval it is a `schedule_time`. */
  every!: string | null;
  /** By how much at most it is delayed; null when it is not. */
  jitter!: string | null;
}

export class ComingListView {
  /** One page. */
  data!: ComingFiringView[];
  /** Give it as `cursor` for the next page; null on the last one. */
  next_cursor!: string | null;
}
