export { Config, ConfigError, type WorkerRole } from './config.js';
export { ConfigModule } from './config.module.js';
