import { durationMs } from '@app/clock';
import type { Trigger } from '../trigger.entity.js';

/** The columns in which the watch over a trigger is kept; all of them null while it is not watched. */
export type Watch = Pick<Trigger, 'watched_from' | 'watch_at' | 'quiet_since'>;

/** Of a trigger: what says whether it is watched, and from when on a firing is expected. */
type Watchable = Watch &
  Pick<
    Trigger,
    'trigger_type' | 'enabled' | 'archived' | 'expect_every' | 'next_fire_at' | 'start_at' | 'schedule_time'
  >;

/** A firing is committed a little after the instant that it bears. */
export const SLACK_MS = 1000;

export const UNWATCHED: Watch = { watched_from: null, watch_at: null, quiet_since: null };

/**
 * The watch over a trigger that is saved at `now` (ms since the epoch); `before` is the trigger until then, if there was
 * one. It begins anew when the trigger is resumed and when what is expected of it changes, `rescheduled` included. Of
 * one that is quiet it goes on, so that nothing is told twice and its recovery is told.
 */
export function watchAfter(
  before: Watchable | null,
  trigger: Watchable,
  rescheduled: boolean,
  now: number,
): Watch {
  const { expect_every, watched_from, watch_at, quiet_since } = trigger;
  if (expect_every === null || !isExpected(trigger)) return UNWATCHED;
  const expectMs = durationMs(expect_every);
  const isAsBefore = before?.expect_every != null && durationMs(before.expect_every) === expectMs;
  const goesOn = watch_at !== null && (quiet_since !== null || (isAsBefore && !rescheduled));
  if (goesOn) return { watched_from, watch_at, quiet_since };
  const from = Math.max(now, firstExpected(trigger));
  return { watched_from: new Date(from), watch_at: new Date(from + expectMs + SLACK_MS), quiet_since: null };
}

/** Whether it may fire. Of a schedule that has ended nothing is expected; an api trigger can always be called. */
export function isExpected({
  trigger_type,
  enabled,
  archived,
  next_fire_at,
}: Pick<Watchable, 'trigger_type' | 'enabled' | 'archived' | 'next_fire_at'>): boolean {
  return enabled && !archived && (trigger_type === 'api' || next_fire_at !== null);
}

/** Before its first time nothing is expected of a schedule (ms since the epoch). */
function firstExpected({ trigger_type, start_at, schedule_time }: Watchable): number {
  if (trigger_type === 'api') return 0;
  return Math.max(start_at?.getTime() ?? 0, schedule_time?.getTime() ?? 0);
}
