export { Clock } from './clock.js';
export { ClockModule } from './clock.module.js';
export { durationMs, parseDuration } from './duration.js';
export { Pace } from './pace.js';
export { isReversedRetention, parseRetentionTime } from './retention-time.js';
export { timeoutError, within } from './within.js';
export { isUuid, uuidV7, uuidV7Floor, uuidV7Named, uuidV7Time } from './uuid-v7.js';
