export { Config, ConfigError, type WorkerRole } from './config.js';
export { ConfigModule } from './config.module.js';
export { renderEnvExample } from './env-example.js';
