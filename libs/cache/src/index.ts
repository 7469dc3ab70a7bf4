export { CacheModule } from './cache.module.js';
export { Caches } from './caches.js';
export { type Cache } from './cache.js';
