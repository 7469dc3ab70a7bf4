export { chooseQueueBackend, migrateQueue, queueConnection } from './queue-backend.js';
export { QueueModule } from './queue.module.js';
