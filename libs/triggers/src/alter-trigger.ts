import { nextOccurrence, spanOf } from '@app/schedules';
import type { Skipped } from './occurrence.js';
import { skippedSpans } from './settle-trigger.js';
import { armed, armedAt, boundsOf, isRescheduled, scheduleOf, type Armed } from './trigger-schedule.js';
import type { Trigger } from './trigger.entity.js';
import { watchAfter } from './watch/watch.js';

/**
 * Gives a trigger other columns at `now` (ms since the epoch), once what was due of it has been dealt with. A schedule
 * that changes counts from `now`; one that stays equal goes on as it was. Answers the occurrences that passed while the
 * trigger was paused or archived, to be noted.
 */
export function alterTrigger(trigger: Trigger, columns: Partial<Trigger>, now: number): Skipped[] {
  const before = { ...trigger };
  Object.assign(trigger, columns);
  const rescheduled = isRescheduled(before, trigger);
  const resumed = isActive(trigger) && !isActive(before);
  const passed = !isActive(before) && (rescheduled || resumed) ? resume(before, now) : undefined;
  if (passed) Object.assign(trigger, passed.next);
  if (rescheduled) {
    trigger.anchor_at = new Date(now);
    Object.assign(trigger, armedAt(trigger, now));
  }
  Object.assign(trigger, watchAfter(before, trigger, rescheduled, now));
  return passed?.skipped ?? [];
}

function isActive({ enabled, archived }: Trigger): boolean {
  return enabled && !archived;
}

/**
 * What a trigger that was paused or archived does about the occurrences that it let pass until `now` (ms since the
 * epoch): those of a recurring schedule are gone, and it goes on with the first one after. A one-time schedule stays as
 * it is: its misfire policy rules, once it is due again.
 */
function resume(trigger: Trigger, now: number): { skipped: Skipped[]; next: Armed } {
  const { next_occurrence_at, next_fire_at } = trigger;
  const schedule = scheduleOf(trigger);
  const isGone = next_occurrence_at !== null && next_occurrence_at.getTime() <= now;
  if (!schedule || schedule.kind === 'once' || !isGone)
    return { skipped: [], next: { next_occurrence_at, next_fire_at } };
  const bounds = boundsOf(trigger);
  const until = new Date(Math.min(now, (bounds.endAt?.getTime() ?? Infinity) - 1));
  return {
    skipped: skippedSpans(trigger, 'skipped_paused', [spanOf(schedule, next_occurrence_at, until)]),
    next: armed(trigger, nextOccurrence(schedule, bounds, new Date(now))),
  };
}
