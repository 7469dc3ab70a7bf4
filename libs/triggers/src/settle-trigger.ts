import { durationMs } from '@app/clock';
import { nextOccurrence, settle, type Bounds, type Schedule, type Span } from '@app/schedules';
import type { DueTrigger } from './due-triggers.repository.js';
import type { Skipped, SkippedOutcome } from './occurrence.js';
import { armed, boundsOf, scheduleOf, type Armed } from './trigger-schedule.js';

export interface SettledTrigger {
  /** Occurrences to fire, oldest first. */
  fire: Date[];
  /** Occurrences that do not fire, and why. */
  skipped: Skipped[];
  next: Armed;
}

const REASONS: Record<SkippedOutcome, string> = {
  missed: 'it could not fire within misfire_grace',
  collapsed: 'it could not fire within misfire_grace; the event of a later occurrence stands for it',
  skipped_paused: 'the trigger was paused or archived',
  skipped_overlap: 'the event before it was still under way to a destination',
};

/** What becomes of everything that is due of one trigger. A pure rule: nothing is read or written. */
export function settleTrigger(trigger: DueTrigger): SettledTrigger {
  const schedule = scheduleOf(trigger)!;
  const bounds = boundsOf(trigger);
  const { fire, missed, collapsed, next } = settle({
    triggerId: trigger.id,
    schedule,
    bounds,
    policy: trigger.misfire_policy,
    graceMs: durationMs(trigger.misfire_grace),
    maxJitterMs: trigger.jitter === null ? 0 : durationMs(trigger.jitter),
    due: trigger.next_occurrence_at,
    now: trigger.now,
  });
  const most = mostToFire(trigger);
  const overlapping = fire.slice(most).map((at) => ({ from: at, to: at, count: 1 }));
  return {
    fire: fire.slice(0, most),
    skipped: [
      ...skippedSpans(trigger, 'missed', missed ? [missed] : []),
      ...skippedSpans(trigger, 'collapsed', collapsed ? [collapsed] : []),
      ...skippedSpans(trigger, 'skipped_overlap', overlapping),
    ],
    next: armed(trigger, overlapping.length === 0 ? next : afterOverlap(schedule, bounds, fire, most)),
  };
}

/** Occurrences that do not fire after all use up no run, so what is next is counted anew, from the last of them. */
function afterOverlap(schedule: Schedule, bounds: Bounds, fire: Date[], fired: number): Date | null {
  const runsLeft = bounds.runsLeft === null ? null : bounds.runsLeft - fired;
  return nextOccurrence(schedule, { ...bounds, runsLeft }, fire.at(-1)!);
}

/** With `overlap: skip` nothing fires over an event under way, and of several at once the first is under way. */
function mostToFire({ overlap, busy, destination_ids }: DueTrigger): number {
  if (overlap === 'allow') return Infinity;
  if (busy) return 0;
  return destination_ids.length > 0 ? 1 : Infinity;
}

export function skippedSpans(
  trigger: Parameters<typeof scheduleOf>[0] & { id: string; project_id: string },
  outcome: SkippedOutcome,
  spans: Span[],
): Skipped[] {
  return spans.map(({ from, to, count }) => ({
    trigger_id: trigger.id,
    project_id: trigger.project_id,
    first_at: from,
    last_at: to,
    count,
    outcome,
    reason: REASONS[outcome],
    schedule: scheduleOf(trigger)!,
  }));
}
