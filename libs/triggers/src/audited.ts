import { definitionOf } from './trigger-columns.js';
import type { SavedTrigger } from './trigger-destinations.js';

/** What the audit log shows of a trigger: no hook token. */
export function audited(saved: SavedTrigger): object {
  return { ...definitionOf(saved), archived: saved.trigger.archived };
}
