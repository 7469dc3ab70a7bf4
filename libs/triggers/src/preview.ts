import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { changePlan, daylightNotes, occurrences, type ChangePlan } from '@app/schedules';
import type { TriggerDefinition } from './trigger-definition.js';
import { columnsOf, definitionOf } from './trigger-columns.js';
import {
  boundsOf,
  isRescheduled,
  scheduleInWords,
  scheduleOf,
  type ScheduleColumns,
} from './trigger-schedule.js';
import type { Trigger } from './trigger.entity.js';
import { Triggers } from './triggers.service.js';

const PAST =
  'This time is past: a trigger that is saved with it fires at once, unless its misfire policy is skip.';

export interface SchedulePreview {
  occurrences: Date[];
  /** In words. */
  description: string;
  /** About local times that do not exist or occur twice, and a time that is past. */
  notes: string[];
}

/** Says what a schedule would do, and what a change of it would. Nothing is stored. */
@Injectable()
export class Preview {
  constructor(
    private readonly triggers: Triggers,
    private readonly clock: Clock,
  ) {}

  /** The next `count` occurrences after an instant (now unless it is said) of a trigger that is not saved. */
  preview(definition: TriggerDefinition, count: number, after?: Date): SchedulePreview {
    const now = new Date(this.clock.now());
    const columns = { ...columnsOf(definition, now.getTime()), anchor_at: now, run_count: '0' };
    const schedule = scheduleOf(columns);
    const description = scheduleInWords(columns);
    if (!schedule) return { occurrences: [], description, notes: [] };
    const [bounds, from] = [boundsOf(columns), after ?? now];
    if (!after && schedule.kind === 'once' && schedule.at <= now)
      return { occurrences: [], description, notes: [PAST] };
    return {
      occurrences: occurrences(schedule, bounds, from, count),
      description,
      notes: daylightNotes(schedule, bounds, from, count),
    };
  }

  /**
   * What a change would do to the next `count` occurrences. Throws `trigger.not_found`, and whatever `change` throws.
   */
  async plan(
    projectId: string,
    id: string,
    count: number,
    change: (present: TriggerDefinition) => TriggerDefinition,
  ): Promise<ChangePlan> {
    const saved = await this.triggers.get(projectId, id);
    const { trigger } = saved;
    const now = new Date(this.clock.now());
    const columns = { ...trigger, ...columnsOf(change(definitionOf(saved)), now.getTime()) };
    const rescheduled = isRescheduled(trigger, columns);
    const changed = rescheduled ? { ...columns, anchor_at: now } : trigger;
    const [before, after] = [upNext(trigger, now, count), upNext(changed, now, count)];
    // a trigger that stays paused is asked about its schedule all the same
    const [isPaused, isResumed] = [trigger.enabled && !columns.enabled, !trigger.enabled && columns.enabled];
    const overdue = rescheduled && firesAtOnce(changed, now) ? [changed.schedule_time!] : undefined;
    return changePlan(isResumed ? [] : before, isPaused ? [] : (overdue ?? after));
  }
}

/** A one-time schedule that is past when it is saved. */
function firesAtOnce(
  {
    schedule_time,
    trigger_type,
    misfire_policy,
  }: Pick<Trigger, 'schedule_time' | 'trigger_type' | 'misfire_policy'>,
  now: Date,
): boolean {
  return (
    schedule_time !== null && schedule_time <= now && trigger_type !== 'api' && misfire_policy !== 'skip'
  );
}

function upNext(trigger: ScheduleColumns, after: Date, count: number): Date[] {
  const schedule = scheduleOf(trigger);
  return schedule ? occurrences(schedule, boundsOf(trigger), after, count) : [];
}
