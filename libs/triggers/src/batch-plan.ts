import { isDeepStrictEqual } from 'node:util';
import type { DestinationReference, ResolvedLists } from '@app/deliveries';
import { audited } from './audited.js';
import { newTrigger } from './new-trigger.js';
import type { TriggerColumns } from './trigger-columns.js';
import type { Trigger } from './trigger.entity.js';
import { type DestinationSummary } from './triggers.repository.js';

/** What a batch does to a trigger. */
export type BatchOutcome = 'created' | 'updated' | 'unchanged';

/** One definition of a batch. */
export interface WantedTrigger {
  key: string;
  columns: TriggerColumns;
  destinations: DestinationReference[];
}

/** A trigger with where its events go. */
interface Shown {
  trigger: Trigger;
  destinations: DestinationSummary[];
}

/** `before` is what the audit log shows of it as it was; null of a new one. */
export interface PlannedTrigger extends Shown {
  outcome: BatchOutcome;
  columns: TriggerColumns;
  before: object | null;
}

/** In the order of the definitions; `made` are the destinations that there will be, with their secrets. */
export interface BatchPlan {
  triggers: PlannedTrigger[];
  made: ResolvedLists['made'];
}

/** These keep the order of their keys, so another order is another value. */
const ORDERED = new Set(['api_payload', 'payload_schema']);

/** What a batch does at `now` (ms since the epoch), given the triggers that have its keys and where each is to go. */
export function planOf(
  projectId: string,
  wanted: WantedTrigger[],
  present: Map<string | null, Shown>,
  { lists, made }: ResolvedLists,
  now: number,
): BatchPlan {
  const triggers = wanted.map(({ key, columns }, index): PlannedTrigger => {
    const destinations = lists[index]!.map(({ id, name, kind, url }) => ({ id, name, kind, url }));
    const found = present.get(key);
    if (!found) {
      const trigger = newTrigger(projectId, columns, now);
      return { outcome: 'created', trigger, destinations, columns, before: null };
    }
    const outcome = isUnchanged(found, columns, destinations) ? 'unchanged' : 'updated';
    return { outcome, trigger: found.trigger, destinations, columns, before: audited(found) };
  });
  return { triggers, made };
}

/** Equal values are no change, however they are written. */
function isUnchanged(present: Shown, columns: TriggerColumns, destinations: DestinationSummary[]): boolean {
  const [before, after] = [present.destinations, destinations].map((list) => list.map(({ id }) => id));
  return (
    isDeepStrictEqual(before, after) &&
    Object.entries(columns).every(([name, value]) => {
      const now = present.trigger[name as keyof Trigger];
      return ORDERED.has(name)
        ? JSON.stringify(now) === JSON.stringify(value)
        : isDeepStrictEqual(now, value);
    })
  );
}
