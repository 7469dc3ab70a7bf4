export { ClientConfig } from './client-config.js';
export { Config, ConfigError, type WorkerRole } from './config.js';
export { ConfigModule } from './config.module.js';
export type { TrustProxy } from './http-settings.js';
export { isLoopback } from './loopback.js';
