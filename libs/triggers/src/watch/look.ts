import { durationMs } from '@app/clock';
import type { Trigger } from '../trigger.entity.js';
import { isExpected, SLACK_MS, UNWATCHED, type Watch } from './watch.js';

/** A watched trigger as it is at an instant, `now`. */
export interface WatchedTrigger extends Pick<
  Trigger,
  'trigger_type' | 'enabled' | 'archived' | 'quiet_since' | 'last_fired_at' | 'next_fire_at'
> {
  expect_every: string;
  watched_from: Date;
  watch_at: Date;
  now: Date;
}

export interface Verdict {
  watch: Watch;
  /** What is to be told, if anything, and since when the trigger had not fired. */
  told?: { alert: 'trigger.quiet' | 'trigger.recovered'; since: Date };
}

/** What a schedule that is overdue is given to catch up in before it counts as quiet: the workers may have been away. */
const CATCH_UP_MS = 60_000;
/** A look as late as this shows that they were. */
const LATE_MS = 10_000;
const SHORTEST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/** What a look at a watched trigger finds. `lastFired` (ms since the epoch) is its latest firing, 0 if there is none. */
export function look(trigger: WatchedTrigger, lastFired: number): Verdict {
  const { quiet_since: since, now, watched_from } = trigger;
  if (since !== null) {
    if (lastFired > since.getTime())
      return { watch: lively(trigger, lastFired), told: { alert: 'trigger.recovered', since } };
    return { watch: quiet(trigger, since) };
  }
  const deadline = deadlineOf(trigger, lastFired);
  if (now.getTime() < deadline || !isExpected(trigger)) return { watch: lively(trigger, lastFired) };
  if (mayCatchUp(trigger, deadline)) {
    return {
      watch: { watched_from, watch_at: new Date(now.getTime() + CATCH_UP_MS), quiet_since: null },
    };
  }
  const from = new Date(countedFrom(trigger, lastFired));
  return { watch: quiet(trigger, from), told: { alert: 'trigger.quiet', since: from } };
}

/**
 * Whether the `last_fired_at` of a trigger is enough for {@link look}. It may be behind: firings note it once a second
 * at most, and not while somebody else holds the trigger.
 */
export function isPlain(trigger: WatchedTrigger): boolean {
  const { quiet_since, last_fired_at, now } = trigger;
  const noted = last_fired_at?.getTime() ?? 0;
  return quiet_since === null ? now.getTime() < deadlineOf(trigger, noted) : noted > quiet_since.getTime();
}

/** The latest of its last firing and the begin of its watch, in milliseconds since the epoch. */
export function countedFrom({ watched_from }: WatchedTrigger, lastFired: number): number {
  return Math.max(watched_from.getTime(), lastFired);
}

/**
 * An overdue schedule is waited for once: the look after that lies further behind the deadline than any other. If it
 * comes late itself, the workers were away again.
 */
function mayCatchUp({ next_fire_at, watch_at, now }: WatchedTrigger, deadline: number): boolean {
  const isOverdue = next_fire_at !== null && next_fire_at <= now;
  const hasBeenWaitedFor = watch_at.getTime() >= deadline + CATCH_UP_MS;
  const isLate = now.getTime() - watch_at.getTime() > LATE_MS;
  return isOverdue && (!hasBeenWaitedFor || isLate);
}

/** It is looked at again when the next firing is due at the latest. */
function lively(trigger: WatchedTrigger, lastFired: number): Watch {
  if (!isExpected(trigger)) return UNWATCHED;
  const { watched_from } = trigger;
  return { watched_from, watch_at: new Date(deadlineOf(trigger, lastFired)), quiet_since: null };
}

/**
 * That its `last_fired_at` moves is noticed without a look. Looks in between find a firing that was not noted there,
 * ever less often.
 */
function quiet(trigger: WatchedTrigger, since: Date): Watch {
  if (!isExpected(trigger)) return UNWATCHED;
  const { watched_from, expect_every, now } = trigger;
  const overdueMs = now.getTime() - since.getTime() - durationMs(expect_every);
  const pauseMs = Math.min(Math.max(overdueMs / 10, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
  return { watched_from, watch_at: new Date(now.getTime() + pauseMs), quiet_since: since };
}

function deadlineOf(trigger: WatchedTrigger, lastFired: number): number {
  return countedFrom(trigger, lastFired) + durationMs(trigger.expect_every) + SLACK_MS;
}
