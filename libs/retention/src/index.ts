export { RetentionModule } from './retention.module.js';
export { RetentionRun, type RetentionResult } from './retention-run.js';
export { RetentionRuns } from './retention-runs.js';
export type { RetentionCounts, RetentionRunRow } from './retention-run-row.js';
