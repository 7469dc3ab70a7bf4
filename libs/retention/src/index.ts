export { Archiver, type ArchiverTurn } from './archiving/archiver.js';
export { RetentionModule } from './retention.module.js';
export { RetentionRun } from './retention-run.js';
export { RetentionRuns } from './retention-runs.js';
export type { RetentionRunRow } from './retention-run-row.js';
