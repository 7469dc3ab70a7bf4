export { ClientConfig } from './client-config.js';
export { ColdArchiveConfig } from './cold-archive-config.js';
export type { ColdArchiveSettings, S3Settings } from './cold-archive-settings.js';
export { Config, ConfigError, type WorkerRole } from './config.js';
export { ConfigModule } from './config.module.js';
export type { TrustProxy } from './http-settings.js';
export { isLoopback } from './loopback.js';
