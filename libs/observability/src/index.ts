export { JsonLogger } from './json-logger.js';
export { runCommand, runProcess } from './run-process.js';
export { RateLimitedLog } from './rate-limited-log.js';
export { redactText } from './redact.js';
export { withLogContext } from './request-context.js';
