export { DueTriggers } from './due-triggers.js';
export { FireTrigger } from './fire-trigger.js';
export { ManualEvents } from './manual-events.js';
export { MISFIRE_POLICIES, TRIGGER_TYPES, type MisfirePolicy, type TriggerType } from './trigger.entity.js';
export type { TriggerDefinition } from './trigger-definition.js';
export { TriggersModule } from './triggers.module.js';
export { TriggersRepository, type TriggerFilter } from './triggers.repository.js';
export { Triggers, type SavedTrigger } from './triggers.service.js';
