import type { TriggerBody } from '../../../api/types';
import { scheduleOf } from './body';
import type { TriggerValues } from './values';

const FIELDS = [
  'schedule_time',
  'delay',
  'cron',
  'timezone',
  'every',
  'start_at',
  'end_at',
  'max_runs',
  'jitter',
] as const;
type Field = (typeof FIELDS)[number];

/**
 * What the form changes of a saved schedule, as the merge patch that `POST /triggers/{id}/plan` takes: null is what goes
 * away. Undefined when nothing of it changes.
 */
export function schedulePatch(
  saved: TriggerBody,
  values: TriggerValues,
): Partial<Record<Field | 'trigger_type' | 'enabled', unknown>> | undefined {
  const wanted: Partial<Record<Field, unknown>> = scheduleOf(values);
  const changes = FIELDS.filter((field) => {
    if (field === 'timezone' && wanted.cron === undefined) return false; // says nothing without a pattern
    return (wanted[field] ?? null) !== (saved[field] ?? null);
  }).map((field) => [field, wanted[field] ?? null] as const);
  const rest = (['trigger_type', 'enabled'] as const)
    .filter((field) => values[field] !== saved[field])
    .map((field) => [field, values[field]] as const);
  return changes.length + rest.length === 0 ? undefined : Object.fromEntries([...changes, ...rest]);
}

export interface PlanStep {
  at: string;
  change: 'added' | 'lost' | 'kept';
}

type Plan = Record<PlanStep['change'], string[]>;

/**
 * The plan as one list in the order of time, as far as both schedules were looked at: of two times `count` occurrences
 * the closer ones end earlier, and what the other has beyond that is neither lost nor added.
 */
export function planSteps(plan: Plan, count: number): PlanStep[] {
  const ends = [plan.lost, plan.added].map((own) => endOf([...own, ...plan.kept], count));
  const end = Math.min(...ends);
  return (['added', 'lost', 'kept'] as const)
    .flatMap((change) => plan[change].map((at) => ({ at, change })))
    .filter(({ at }) => Date.parse(at) <= end)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Until when a schedule is known: for ever, when there are fewer than were asked for. */
const endOf = (times: string[], count: number): number =>
  times.length < count ? Infinity : Math.max(...times.map((at) => Date.parse(at)));
