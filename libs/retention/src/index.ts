export { Archiver } from './archiving/archiver.js';
export { RetentionModule } from './retention.module.js';
