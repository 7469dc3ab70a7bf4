import { definitionOf } from './trigger-columns.js';
import type { Trigger } from './trigger.entity.js';
import { type DestinationSummary } from './triggers.repository.js';

/** What the audit log shows of a trigger: no hook token. */
export function audited({
  trigger,
  destinations,
}: {
  trigger: Trigger;
  destinations: Pick<DestinationSummary, 'id'>[];
}): object {
  return { ...definitionOf(trigger, destinations), archived: trigger.archived };
}
