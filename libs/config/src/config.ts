import { cleanEnv, type ReporterOptions } from 'envalid';
import { durationMs, isReversedRetention } from '@app/clock';
import { coldArchiveFaults, coldArchiveOf, type ColdArchiveSettings } from './cold-archive-settings.js';
import { environment } from './environment.js';
import { httpFaults, parseTrustProxy, type TrustProxy } from './http-settings.js';
import { isLoopback } from './loopback.js';

export type WorkerRole = 'scheduler' | 'delivery' | 'maintenance';

const ROLES: WorkerRole[] = ['scheduler', 'delivery', 'maintenance'];
/** A lease has to outlive the time that is kept free for writing an outcome. */
const SHORTEST_LEASE_MS = 3000;
const SHORTEST_SECRET = 32;
const EXAMPLE_SECRETS = new Set([
  environment.APP_SECRET.example,
  'local-compose-secret-change-me-0123456789',
]);

/** A wrong or missing environment variable. The message names each, one a line. */
export class ConfigError extends Error {
  constructor(faults: string[]) {
    super(`Wrong configuration:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** The environment, parsed once. Nothing else in the platform reads `process.env`. */
export class Config {
  readonly production: boolean;
  readonly logLevel: string;
  readonly http: {
    host: string;
    port: number;
    publicUrl: string | undefined;
    corsOrigins: string[];
    trustProxy: TrustProxy;
    /** Whether the console is served. */
    console: boolean;
    openApiUi: boolean;
    /** How many may follow the live feed of one process. */
    streamReaders: number;
  };
  /** `adminPassword` is for the first start alone; undefined means a random one. */
  readonly auth: { mode: 'on' | 'off'; adminPassword: string | undefined };
  readonly appSecret: string;
  /** Secrets that were, or are about to be, the app secret: they open, and never seal. */
  readonly previousAppSecrets: string[];
  readonly database: { url: string; poolSize: number };
  readonly queue: { backend: 'redis' | 'postgres'; redisUrl: string; namespace: string };
  readonly worker: { roles: ReadonlySet<WorkerRole>; host: string; port: number };
  /** When events are archived and deleted, and those of tests: durations or `never`. */
  readonly retention: {
    policy: { archive_after: string; delete_after: string };
    test: { archive_after: string; delete_after: string };
  };
  /** Undefined: what is deleted by time is gone. */
  readonly coldArchive: ColdArchiveSettings | undefined;
  /** Requests a second of one key or user and of one address, logins a minute of one address; 0 means no limit. */
  readonly rateLimits: { key: number; address: number; login: number };
  /** `redisUrl`: what the operator lends to bullmq destinations that name no Redis of their own. */
  readonly delivery: {
    concurrency: number;
    leaseMs: number;
    allow: string[];
    circuitWaitMs: number;
    disableAfterMs: number;
    redisUrl: string | undefined;
  };

  /** Throws {@link ConfigError}. */
  constructor(env: NodeJS.ProcessEnv) {
    const values = cleanEnv(withoutEmpty(env), environment, { reporter: refuse });
    const roles = list(values.WORKER_ROLES);
    const corsOrigins = list(values.CORS_ORIGINS);
    const previousAppSecrets = list(values.APP_SECRET_PREVIOUS);
    const faults = [
      ...roles
        .filter((role) => !ROLES.includes(role as WorkerRole))
        .map((role) => `WORKER_ROLES: "${role}" is not one of ${ROLES.join(', ')}`),
      ...(roles.length === 0 ? ['WORKER_ROLES: names no role'] : []),
      ...(values.QUEUE_BACKEND === 'redis' && !values.REDIS_URL
        ? ['REDIS_URL: needed because QUEUE_BACKEND is redis']
        : []),
      ...(values.DELIVERY_PLATFORM_REDIS && !values.REDIS_URL
        ? ['REDIS_URL: needed because DELIVERY_PLATFORM_REDIS is true']
        : []),
      ...(values.APP_SECRET.length < SHORTEST_SECRET
        ? [`APP_SECRET: needs at least ${SHORTEST_SECRET} characters`]
        : []),
      ...(values.NODE_ENV === 'production' && EXAMPLE_SECRETS.has(values.APP_SECRET)
        ? ['APP_SECRET: is the published example; make one of your own (openssl rand -base64 32)']
        : []),
      ...(values.ADMIN_PASSWORD && values.ADMIN_PASSWORD.length < 8
        ? ['ADMIN_PASSWORD: needs at least 8 characters']
        : []),
      ...(previousAppSecrets.some((secret) => secret.length < SHORTEST_SECRET)
        ? [`APP_SECRET_PREVIOUS: each needs at least ${SHORTEST_SECRET} characters`]
        : []),
      ...(values.AUTH === 'off' && !isLoopback(values.HOST)
        ? [`AUTH: off needs a HOST on the loopback (127.0.0.1, ::1, localhost), not ${values.HOST}`]
        : []),
      ...httpFaults(corsOrigins, values.TRUST_PROXY),
      ...(values.PUBLIC_URL && !URL.canParse(values.PUBLIC_URL) ? ['PUBLIC_URL: is not a URL'] : []),
      ...(Number.isInteger(values.WORKER_PORT) && values.WORKER_PORT >= 0 && values.WORKER_PORT <= 65_535
        ? []
        : ['WORKER_PORT: needs to be a port, or 0 for any free one']),
      ...(durationMs(values.DELIVERY_LEASE) < SHORTEST_LEASE_MS
        ? ['DELIVERY_LEASE: needs to be 3s or longer']
        : []),
      ...(['RETENTION', 'RETENTION_TEST'] as const)
        .filter((of) => isReversedRetention(values[`${of}_ARCHIVE_AFTER`], values[`${of}_DELETE_AFTER`]))
        .map((of) => `${of}_DELETE_AFTER: needs to be at least ${of}_ARCHIVE_AFTER`),
      ...coldArchiveFaults(values),
      ...(['DATABASE_POOL_SIZE', 'DELIVERY_CONCURRENCY', 'STREAM_READERS'] as const)
        .filter((name) => !Number.isInteger(values[name]) || values[name] < 1)
        .map((name) => `${name}: needs to be a whole number from 1`),
      ...(['RATE_LIMIT_KEY', 'RATE_LIMIT_ADDRESS', 'RATE_LIMIT_LOGIN'] as const)
        .filter((name) => !Number.isInteger(values[name]) || values[name] < 0)
        .map((name) => `${name}: needs to be a whole number from 1, or 0 for no limit`),
    ];
    if (faults.length > 0) throw new ConfigError(faults);

    this.production = values.NODE_ENV === 'production';
    this.logLevel = values.LOG_LEVEL;
    this.http = {
      host: values.HOST,
      port: values.PORT,
      publicUrl: values.PUBLIC_URL.replace(/\/+$/, '') || undefined,
      corsOrigins,
      trustProxy: parseTrustProxy(values.TRUST_PROXY) ?? false,
      console: values.CONSOLE === 'on',
      openApiUi: values.OPENAPI_UI,
      streamReaders: values.STREAM_READERS,
    };
    this.auth = { mode: values.AUTH, adminPassword: values.ADMIN_PASSWORD || undefined };
    this.appSecret = values.APP_SECRET;
    this.previousAppSecrets = previousAppSecrets;
    this.database = { url: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE };
    this.queue = {
      backend: values.QUEUE_BACKEND,
      redisUrl: values.REDIS_URL,
      namespace: values.QUEUE_NAMESPACE,
    };
    this.worker = {
      roles: new Set(roles as WorkerRole[]),
      host: values.WORKER_HOST,
      port: values.WORKER_PORT,
    };
    this.retention = {
      policy: { archive_after: values.RETENTION_ARCHIVE_AFTER, delete_after: values.RETENTION_DELETE_AFTER },
      test: {
        archive_after: values.RETENTION_TEST_ARCHIVE_AFTER,
        delete_after: values.RETENTION_TEST_DELETE_AFTER,
      },
    };
    this.coldArchive = coldArchiveOf(values);
    this.rateLimits = {
      key: values.RATE_LIMIT_KEY,
      address: values.RATE_LIMIT_ADDRESS,
      login: values.RATE_LIMIT_LOGIN,
    };
    this.delivery = {
      concurrency: values.DELIVERY_CONCURRENCY,
      leaseMs: durationMs(values.DELIVERY_LEASE),
      allow: list(values.DELIVERY_ALLOW),
      circuitWaitMs: durationMs(values.CIRCUIT_WAIT),
      disableAfterMs: durationMs(values.DESTINATION_DISABLE_AFTER),
      redisUrl: values.DELIVERY_PLATFORM_REDIS ? values.REDIS_URL : undefined,
    };
  }
}

/** `NAME=` in a `.env` file means that the variable is not set, not that it is the empty string. */
export function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function refuse({ errors }: ReporterOptions<unknown>): void {
  const faults = Object.entries(errors).map(
    ([name, error]) => `${name}: ${(error as Error).message || 'is missing'}`,
  );
  if (faults.length > 0) throw new ConfigError(faults);
}
