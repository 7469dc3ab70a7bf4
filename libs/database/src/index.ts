export { readCursor, toPage, type Page } from './cursor.js';
export { Database, type Statement } from './database.js';
export { isDatabaseAway, isDuplicate, isStillReferenced, sqlState } from './database-errors.js';
export { DatabaseModule } from './database.module.js';
export { DEFAULT_PROJECT } from './default-project.js';
export { Notifications } from './notifications.js';
export { insertRows, rowSet, updateRows } from './row-set.js';
export { throughOutage } from './through-outage.js';
