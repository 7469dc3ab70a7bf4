export { Applies } from './applying/applies.js';
export { RunApplies } from './applying/run-applies.js';
export { Policies } from './policies/policies.js';
export { Archiver } from './archiving/archiver.js';
export { RetentionModule } from './retention.module.js';
export { RetentionRun } from './retention-run.js';
export { RetentionRuns } from './retention-runs.js';
export type { RetentionRunRow } from './retention-run-row.js';
