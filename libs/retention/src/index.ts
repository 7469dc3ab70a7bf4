export { Archiver, type ArchiverTurn } from './archiving/archiver.js';
export { RetentionModule } from './retention.module.js';
