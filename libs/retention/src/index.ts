export { Applies } from './applying/applies.js';
export type { RetentionRun } from './applying/retention-run.js';
export { RunApplies } from './applying/run-applies.js';
export { Policies } from './policies/policies.js';
export { RetentionModule } from './retention.module.js';
