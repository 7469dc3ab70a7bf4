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

/** The plan as one list in the order of time. */
export function planSteps(plan: Record<PlanStep['change'], string[]>): PlanStep[] {
  return (['added', 'lost', 'kept'] as const)
    .flatMap((change) => plan[change].map((at) => ({ at, change })))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
