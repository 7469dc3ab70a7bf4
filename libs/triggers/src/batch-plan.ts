import { isDeepStrictEqual } from 'node:util';
import type { DestinationReference, ResolvedLists } from '@app/deliveries';
import { audited } from './audited.js';
import { newTrigger } from './new-trigger.js';
import type { TriggerColumns } from './trigger-columns.js';
import { summaryOf, type SavedTrigger } from './trigger-destinations.js';
import type { Trigger } from './trigger.entity.js';

/** What a batch does to a trigger. */
export type BatchOutcome = 'created' | 'updated' | 'unchanged';

/** One definition of a batch. */
export interface WantedTrigger {
  key: string;
  columns: TriggerColumns;
  destinations: DestinationReference[];
  alertDestinations: DestinationReference[];
}

/** `before` is what the audit log shows of it as it was; null of a new one. */
export interface PlannedTrigger extends SavedTrigger {
  outcome: BatchOutcome;
  columns: TriggerColumns;
  before: object | null;
}

/** In the order of the definitions; `made` are the destinations that there will be, with their secrets. */
export interface BatchPlan {
  triggers: PlannedTrigger[];
  made: ResolvedLists['made'];
}

type Lists = 'destinations' | 'alertDestinations';

/** These keep the order of their keys, so another order is another value. */
const ORDERED = new Set(['api_payload', 'payload_schema']);

/**
 * What a batch does at `now` (ms since the epoch), given the triggers that have its keys, and two lists for each of its
 * definitions: where its events are to go, and where alerts about it are.
 */
export function planOf(
  projectId: string,
  wanted: WantedTrigger[],
  present: Map<string | null, SavedTrigger>,
  { lists, made }: ResolvedLists,
  now: number,
): BatchPlan {
  const triggers = wanted.map(({ key, columns }, index): PlannedTrigger => {
    const destinations = lists[2 * index]!.map(summaryOf);
    const alertDestinations = lists[2 * index + 1]!.map(summaryOf);
    const found = present.get(key);
    const trigger = found?.trigger ?? newTrigger(projectId, columns, now);
    const planned = { trigger, destinations, alertDestinations, columns };
    if (!found) return { ...planned, outcome: 'created', before: null };
    const outcome = isUnchanged(found, planned) ? 'unchanged' : 'updated';
    return { ...planned, outcome, before: audited(found) };
  });
  return { triggers, made };
}

/** Equal values are no change, however they are written. */
function isUnchanged(present: SavedTrigger, planned: Pick<PlannedTrigger, 'columns' | Lists>): boolean {
  const ids = (lists: Pick<SavedTrigger, Lists>) =>
    [lists.destinations, lists.alertDestinations].map((list) => list.map(({ id }) => id));
  return (
    isDeepStrictEqual(ids(present), ids(planned)) &&
    Object.entries(planned.columns).every(([name, value]) => {
      const now = present.trigger[name as keyof Trigger];
      return ORDERED.has(name)
        ? JSON.stringify(now) === JSON.stringify(value)
        : isDeepStrictEqual(now, value);
    })
  );
}
