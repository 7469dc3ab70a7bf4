export type { BatchOutcome, BatchPlan } from './batch-plan.js';
export { DueSoon } from './due-soon.js';
export { DueTriggers } from './due-triggers.js';
export { FireTrigger } from './fire-trigger.js';
export { ComingFirings } from './forecast/coming-firings.js';
export type { ComingFilter } from './forecast/coming-window.js';
export { Forecast } from './forecast/forecast.js';
export { ManualEvents } from './manual-events.js';
export { OCCURRENCE_OUTCOMES, type OccurrenceOutcome } from './occurrence.js';
export { Occurrences } from './occurrences.js';
export { OldSkippedOccurrences } from './old-skipped-occurrences.js';
export { Preview } from './preview.js';
export {
  MISFIRE_POLICIES,
  OVERLAP_POLICIES,
  TRIGGER_TYPES,
  type MisfirePolicy,
  type OverlapPolicy,
  type TriggerType,
} from './trigger.entity.js';
export { TriggerBatch, type KeyedDefinition } from './trigger-batch.js';
export type { TriggerDefinition } from './trigger-definition.js';
export type { SavedTrigger } from './trigger-destinations.js';
export type { TriggerFilter } from './trigger-filter.js';
export { scheduleInWords } from './trigger-schedule.js';
export { TRIGGER_SORTS, type TriggerSort } from './trigger-sort.js';
export { TriggersModule } from './triggers.module.js';
export { TriggersRepository } from './triggers.repository.js';
export { Triggers } from './triggers.service.js';
export { Watchdog } from './watch/watchdog.js';
