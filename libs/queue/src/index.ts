export { chooseQueueBackend, migrateQueue, queueConnection } from './queue-backend.js';
export { QueueLosses } from './queue-losses.js';
export { QueueModule } from './queue.module.js';
export { RedisCommands } from './redis-commands.js';
export { RedisModule } from './redis.module.js';
