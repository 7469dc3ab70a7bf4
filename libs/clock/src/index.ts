export { Clock } from './clock.js';
export { ClockModule } from './clock.module.js';
export { durationMs, parseDuration } from './duration.js';
export { isUuid, uuidV7, uuidV7Floor, uuidV7Named, uuidV7Time } from './uuid-v7.js';
