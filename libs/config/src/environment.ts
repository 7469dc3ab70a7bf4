import { bool, makeValidator, num, port, str } from 'envalid';
import { parseDuration, parseRetentionTime } from '@app/clock';

const duration = makeValidator<string>((text) => {
  if (parseDuration(text) === undefined) throw new Error('expected a duration such as 30s or 5m');
  return text;
});

const retentionTime = makeValidator<string>((text) => {
  if (parseRetentionTime(text) === undefined)
    throw new Error('expected a duration from 1s, such as 2h or 30d, or never');
  return text;
});

/** Empty means: not set. */
const optional = makeValidator<string>((text) => text);

/** The settings of the cold archive, apart: whoever reads it needs no others. */
export const coldArchiveEnvironment = {
  COLD_ARCHIVE: optional({
    default: '',
    desc: 'Where copies go of events that are about to be deleted by time: a folder (/path) or s3://bucket/prefix, the same for api and worker; empty means none',
  }),
  COLD_ARCHIVE_S3_ENDPOINT: optional({
    default: '',
    desc: "URL of another S3-compatible store than Amazon's; empty means Amazon's",
  }),
  COLD_ARCHIVE_S3_REGION: str({ default: 'us-east-1', desc: 'Region of the bucket' }),
  COLD_ARCHIVE_S3_ACCESS_KEY_ID: optional({
    default: '',
    desc: 'Credentials for the bucket; empty means those of the environment of an AWS SDK (a role, AWS_ACCESS_KEY_ID)',
  }),
  COLD_ARCHIVE_S3_SECRET_ACCESS_KEY: optional({
    default: '',
    desc: 'Goes with COLD_ARCHIVE_S3_ACCESS_KEY_ID',
  }),
};

/** Every variable that the platform reads. `.env.example` is made from this table, and a test keeps them equal. */
export const environment = {
  NODE_ENV: str({
    choices: ['development', 'test', 'production'],
    default: 'development',
    desc: 'production turns pretty logs off and refuses example secrets',
  }),
  LOG_LEVEL: str({
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    default: 'info',
    desc: 'The least level that is logged',
  }),
  HOST: str({ default: '127.0.0.1', desc: 'Address that the api listens on' }),
  PORT: port({
    default: 8000,
    desc: 'Port that the api listens on (npm start moves on if the default is taken)',
  }),
  PUBLIC_URL: optional({
    default: '',
    desc: "Where clients reach the api, for hook URLs; empty means the request's own origin",
  }),
  CORS_ORIGINS: optional({
    default: '',
    desc: 'Origins (comma separated, such as https://app.example.com) whose pages may call the api; empty means none',
  }),
  TRUST_PROXY: optional({
    default: '',
    desc: 'Whose X-Forwarded-For, -Proto and -Host are believed: a number of proxies in a row, or their addresses and ranges (CIDR, comma separated); empty means nobody',
  }),
  AUTH: str({
    choices: ['on', 'off'],
    default: 'on',
    desc: 'off serves everybody who can connect, so it needs a HOST on the loopback (npm start does so)',
  }),
  ADMIN_PASSWORD: optional({
    default: '',
    desc: 'Password of the user admin, whom the first start with AUTH=on makes; empty means a random one, printed once',
  }),
  APP_SECRET: str({
    desc: 'At least 32 random characters; encrypts secrets at rest. npm start makes one in DATA_DIR',
    example: 'change-me-to-32-random-characters-or-more',
  }),
  APP_SECRET_PREVIOUS: optional({
    default: '',
    desc: 'While APP_SECRET is being changed: its other values (comma separated), whose secrets are still opened. See npm run secrets:rotate',
  }),
  DATA_DIR: optional({
    default: '',
    desc: 'Where npm start keeps its embedded PostgreSQL and secrets; empty means .data',
  }),
  DATABASE_URL: str({
    desc: 'PostgreSQL 17 or newer; unset makes npm start run an embedded one',
    example: 'postgres://etp:etp@127.0.0.1:5432/etp',
  }),
  DATABASE_POOL_SIZE: num({ default: 10, desc: 'Connections to PostgreSQL, per process' }),
  QUEUE_BACKEND: str({
    choices: ['redis', 'postgres'],
    default: 'redis',
    desc: 'Where BullMQ keeps its jobs; npm start falls back to postgres when there is no Redis',
  }),
  REDIS_URL: optional({
    default: '',
    desc: 'Redis 6.2 or newer, needed when QUEUE_BACKEND is redis, or DELIVERY_PLATFORM_REDIS is on',
  }),
  QUEUE_NAMESPACE: str({ default: 'etp', desc: 'Prefix of every key in Redis' }),
  WORKER_ROLES: str({
    default: 'scheduler,delivery,maintenance',
    desc: 'What a worker process does, comma separated',
  }),
  WORKER_HOST: str({ default: '127.0.0.1', desc: "Address of the worker's health endpoints" }),
  WORKER_PORT: num({ default: 0, desc: "Port of the worker's health endpoints; 0 means any free one" }),
  DELIVERY_CONCURRENCY: num({ default: 50, desc: 'Deliveries on their way at once, per worker' }),
  DELIVERY_LEASE: duration({
    default: '60s',
    desc: 'How long a delivery that was handed to the queue may go unheard of before it is handed over again',
  }),
  DELIVERY_ALLOW: optional({
    default: '',
    desc: 'Private address ranges (CIDR, comma separated) that deliveries may go to; npm start allows loopback',
  }),
  CIRCUIT_WAIT: duration({
    default: '30s',
    desc: 'How long an open circuit waits before its first probe; each failed probe doubles it, up to an hour',
  }),
  DESTINATION_DISABLE_AFTER: duration({
    default: '5d',
    desc: 'A destination that has done nothing but fail for this long is turned off',
  }),
  DELIVERY_PLATFORM_REDIS: bool({
    default: false,
    desc: 'Let bullmq destinations without a redis_url use the Redis of REDIS_URL',
  }),
  RETENTION_ARCHIVE_AFTER: retentionTime({
    default: '2h',
    desc: 'When events are archived, from their firing, unless their project or trigger says otherwise; or never',
  }),
  RETENTION_DELETE_AFTER: retentionTime({
    default: '48h',
    desc: 'When they are deleted, at least RETENTION_ARCHIVE_AFTER; or never',
  }),
  RETENTION_TEST_ARCHIVE_AFTER: retentionTime({
    default: '10m',
    desc: 'When the events of tests are archived, whatever projects and triggers say; or never',
  }),
  RETENTION_TEST_DELETE_AFTER: retentionTime({
    default: '1h',
    desc: 'When they are deleted, at least RETENTION_TEST_ARCHIVE_AFTER; or never',
  }),
  ...coldArchiveEnvironment,
  RATE_LIMIT_KEY: num({ default: 1000, desc: 'Requests a second of one API key or user; 0 means no limit' }),
  RATE_LIMIT_ADDRESS: num({
    default: 100,
    desc: 'Requests a second of one client address without valid credentials; 0 means no limit',
  }),
  RATE_LIMIT_LOGIN: num({ default: 10, desc: 'Logins a minute of one client address; 0 means no limit' }),
  STREAM_READERS: num({
    default: 2000,
    desc: 'Readers of the live feed (GET /events/stream) that one api process has at once',
  }),
  ETP_URL: str({ default: 'http://localhost:8000', desc: 'Where npm run cli finds the api' }),
  ETP_API_KEY: optional({ default: '', desc: 'API key of npm run cli; empty sends no credentials' }),
  CONSOLE: str({
    choices: ['on', 'off'],
    default: 'on',
    desc: 'Serve the console, the pages for a browser, at /console',
  }),
  OPENAPI_UI: bool({ default: true, desc: 'Serve the interactive API documentation at /docs' }),
};
