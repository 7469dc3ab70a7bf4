export { Clock } from './clock.js';
export { ClockModule } from './clock.module.js';
export { durationMs, parseDuration } from './duration.js';
export { isReversedRetention, parseRetentionTime } from './retention-time.js';
export { isUuid, uuidV7, uuidV7Floor, uuidV7Named } from './uuid-v7.js';
