export { isShort, readCursor, toLookedPage, toPage, type Looked, type Page } from './cursor.js';
export { Database, type Statement } from './database.js';
export { isDatabaseAway, isDuplicate, isStillReferenced, sqlState } from './database-errors.js';
export { DatabaseModule } from './database.module.js';
export { DEFAULT_PROJECT } from './default-project.js';
export { LIST_LIMIT_MS, LIST_PATIENCE_MS, listTooSlow } from './list-limits.js';
export { Notifications } from './notifications.js';
export { insertRows, rowSet, updateRows } from './row-set.js';
export { throughOutage } from './through-outage.js';
