import { describe, expect, it } from 'vitest';
import { Config, ConfigError } from './config.js';
import { environment } from './environment.js';

const SECRET = '0123456789012345678901234567890123456789';
const LEAST = {
  APP_SECRET: SECRET,
  DATABASE_URL: 'postgres://etp@db/etp',
  REDIS_URL: 'redis://queue',
};

const config = (env: NodeJS.ProcessEnv = {}) => new Config({ ...LEAST, ...env });

/** The lines of the refusal, without its heading. */
function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    config(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    const [heading, ...faults] = (error as Error).message.split('\n');
    expect(heading).toBe('Wrong configuration:');
    return faults.map((fault) => fault.trim());
  }
  throw new Error('it was not refused');
}

describe('The configuration', () => {
  it('needs a secret, a database and a Redis; the rest has defaults', () => {
    expect(config()).toMatchObject({
      production: false,
      logLevel: 'info',
      http: {
        host: '127.0.0.1',
        port: 8000,
        publicUrl: undefined,
        corsOrigins: [],
        trustProxy: false,
        openApiUi: true,
      },
      auth: { mode: 'on', adminPassword: undefined },
      appSecret: SECRET,
      previousAppSecrets: [],
      database: { url: 'postgres://etp@db/etp', poolSize: 10 },
      queue: { backend: 'redis', redisUrl: 'redis://queue', namespace: 'etp' },
      worker: { host: '127.0.0.1', port: 0 },
      retention: {
        policy: { archive_after: '2h', delete_after: '48h' },
        test: { archive_after: '10m', delete_after: '1h' },
      },
      rateLimits: { key: 1000, address: 100, login: 10 },
      delivery: {
        concurrency: 50,
        leaseMs: 60_000,
        allow: [],
        circuitWaitMs: 30_000,
        disableAfterMs: 5 * 24 * 3_600_000,
        redisUrl: undefined,
      },
    });
    expect([...config().worker.roles]).toEqual(['scheduler', 'delivery', 'maintenance']);
  });

  it('takes what is set', () => {
    const set = config({
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      HOST: '::1',
      PORT: '9000',
      OPENAPI_UI: 'false',
      AUTH: 'off',
      DATABASE_POOL_SIZE: '3',
      QUEUE_NAMESPACE: 'mine',
      WORKER_HOST: '::',
      WORKER_PORT: '9001',
      DELIVERY_CONCURRENCY: '7',
      DELIVERY_LEASE: '5m',
      RATE_LIMIT_KEY: '5',
      RATE_LIMIT_LOGIN: '0',
    });

    expect(set).toMatchObject({
      production: true,
      logLevel: 'warn',
      http: { host: '::1', port: 9000, openApiUi: false },
      auth: { mode: 'off' },
      database: { poolSize: 3 },
      queue: { namespace: 'mine' },
      worker: { host: '::', port: 9001 },
      rateLimits: { key: 5, address: 100, login: 0 },
      delivery: { concurrency: 7, leaseMs: 300_000 },
    });
  });

  it('needs no Redis when the queue is on PostgreSQL', () => {
    const { queue } = config({ QUEUE_BACKEND: 'postgres', REDIS_URL: undefined });

    expect(queue.backend).toBe('postgres');
  });

  it('lends its Redis to destinations only when it is told to, and has one', () => {
    const lent = { DELIVERY_PLATFORM_REDIS: 'true' };

    expect(config().delivery.redisUrl).toBeUndefined();
    expect(config(lent).delivery.redisUrl).toBe('redis://queue');
    expect(faultsOf({ ...lent, QUEUE_BACKEND: 'postgres', REDIS_URL: '' })).toEqual([
      'REDIS_URL: needed because DELIVERY_PLATFORM_REDIS is true',
    ]);
  });

  it('reads lists with spaces and empty parts', () => {
    const { worker, delivery } = config({
      WORKER_ROLES: ' delivery ,scheduler,',
      DELIVERY_ALLOW: '10.0.0.0/8, fd00::/8 ,',
    });

    expect([...worker.roles]).toEqual(['delivery', 'scheduler']);
    expect(delivery.allow).toEqual(['10.0.0.0/8', 'fd00::/8']);
  });

  it.each(['localhost', '127.0.0.1', '127.8.8.8', '::1'])('may have AUTH=off with HOST=%s', (host) => {
    expect(config({ AUTH: 'off', HOST: host }).auth.mode).toBe('off');
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', 'api.example.com', 'api.localhost'])(
    'is refused with AUTH=off and HOST=%s, by name',
    (host) => {
      expect(faultsOf({ AUTH: 'off', HOST: host })).toEqual([expect.stringMatching(/^AUTH: .*loopback/)]);
      expect(config({ HOST: host }).http.host).toBe(host);
    },
  );

  it('reads the origins whose pages may call the api', () => {
    const origins = ['https://app.example.com', 'http://localhost:5173', 'http://[::1]:3000'];

    expect(config({ CORS_ORIGINS: origins.join(' , ') }).http.corsOrigins).toEqual(origins);
  });

  it.each([
    '*',
    'null',
    'app.example.com',
    'https://app.example.com/',
    'https://app.example.com:443',
    'https://App.example.com',
    'https://*.example.com',
    'https://user@app.example.com',
    'ftp://app.example.com',
    'https://app.example.com https://other.example.com',
  ])('is refused with CORS_ORIGINS=%s, by name', (origin) => {
    expect(faultsOf({ CORS_ORIGINS: `https://app.example.com,${origin}` })).toEqual([
      expect.stringMatching(/^CORS_ORIGINS: /),
    ]);
  });

  it.each([
    ['0', false],
    ['1', 1],
    ['2', 2],
    ['10.0.0.0/8', ['10.0.0.0/8']],
    ['10.0.0.1, fd00::/8', ['10.0.0.1', 'fd00::/8']],
  ])('reads TRUST_PROXY=%s', (text, trust) => {
    expect(config({ TRUST_PROXY: text }).http.trustProxy).toEqual(trust);
  });

  it.each(['true', '-1', '1.5', '100', '10.0.0.0/33', 'loopback', '1,2x', 'proxy.example.com'])(
    'is refused with TRUST_PROXY=%s, by name',
    (text) => {
      expect(faultsOf({ TRUST_PROXY: text })).toEqual([expect.stringMatching(/^TRUST_PROXY: /)]);
    },
  );

  it('reads the other secrets of a rotation, and never shows one that is too short', () => {
    const others = [`1${SECRET}`, `2${SECRET}`];
    expect(config({ APP_SECRET_PREVIOUS: others.join(', ') }).previousAppSecrets).toEqual(others);

    const faults = faultsOf({ APP_SECRET_PREVIOUS: `${SECRET},short-one` });
    expect(faults).toEqual([expect.stringMatching(/^APP_SECRET_PREVIOUS: /)]);
    expect(faults.join()).not.toContain('short-one');
  });

  it('takes slashes off the end of the public URL', () => {
    expect(config({ PUBLIC_URL: 'https://example.com/etp//' }).http.publicUrl).toBe(
      'https://example.com/etp',
    );
  });

  it.each(Object.keys(environment).filter((name) => !(name in LEAST)))(
    'takes an empty %s for one that is not set',
    (name) => {
      expect(config({ [name]: '' })).toEqual(config());
    },
  );

  it.each(['APP_SECRET', 'DATABASE_URL', 'REDIS_URL'])('is refused without %s, by name', (name) => {
    const missing = faultsOf({ [name]: undefined });

    expect(missing).toEqual([expect.stringMatching(new RegExp(`^${name}: \\S`))]);
    expect(faultsOf({ [name]: '' })).toEqual(missing);
  });

  it.each([
    ['NODE_ENV', 'prod'],
    ['LOG_LEVEL', 'loud'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', 'http'],
    ['PUBLIC_URL', 'example.com'],
    ['AUTH', 'yes'],
    ['APP_SECRET', 'x'.repeat(31)],
    ['DATABASE_POOL_SIZE', '0'],
    ['DATABASE_POOL_SIZE', '2.5'],
    ['DATABASE_POOL_SIZE', 'many'],
    ['QUEUE_BACKEND', 'kafka'],
    ['WORKER_ROLES', 'delivery,cook'],
    ['WORKER_PORT', 'any'],
    ['DELIVERY_CONCURRENCY', '-1'],
    ['DELIVERY_LEASE', '60'],
    ['DELIVERY_LEASE', 'soon'],
    ['RETENTION_ARCHIVE_AFTER', 'soon'],
    ['RETENTION_DELETE_AFTER', '500ms'],
    ['RETENTION_DELETE_AFTER', '401d'],
    ['RETENTION_TEST_DELETE_AFTER', 'NEVER'],
    ['RATE_LIMIT_KEY', '-1'],
    ['RATE_LIMIT_ADDRESS', '0.5'],
    ['RATE_LIMIT_LOGIN', 'few'],
    ['OPENAPI_UI', 'perhaps'],
  ])('is refused with %s=%s, by name', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: \\S`))]);
  });

  it.each([
    ['WORKER_ROLES', ','],
    ['WORKER_PORT', '65536'],
    ['WORKER_PORT', '-1'],
    ['DELIVERY_LEASE', '0s'],
    ['DELIVERY_LEASE', '2s'], // no try could begin: the lease is given up 2 s before its end
  ])('is refused with %s=%s, by name', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: \\S`))]);
  });

  it('keeps events as long as it is told, and never deletes them before they are archived', () => {
    const policy = { archive_after: '1s', delete_after: 'never' };
    const test = { archive_after: '5m', delete_after: '5m' };
    const set = config({
      RETENTION_ARCHIVE_AFTER: policy.archive_after,
      RETENTION_DELETE_AFTER: policy.delete_after,
      RETENTION_TEST_ARCHIVE_AFTER: test.archive_after,
      RETENTION_TEST_DELETE_AFTER: test.delete_after,
    });
    expect(set.retention).toEqual({ policy, test });

    expect(faultsOf({ RETENTION_ARCHIVE_AFTER: '3d' })).toEqual([
      'RETENTION_DELETE_AFTER: needs to be at least RETENTION_ARCHIVE_AFTER',
    ]);
    expect(faultsOf({ RETENTION_TEST_ARCHIVE_AFTER: 'never' })).toEqual([
      'RETENTION_TEST_DELETE_AFTER: needs to be at least RETENTION_TEST_ARCHIVE_AFTER',
    ]);
  });

  it('names every fault at once', () => {
    const faults = faultsOf({ DATABASE_POOL_SIZE: '0', DELIVERY_CONCURRENCY: '0', APP_SECRET: 'short' });

    expect(faults.map((fault) => fault.replace(/:.*/, '')).toSorted()).toEqual([
      'APP_SECRET',
      'DATABASE_POOL_SIZE',
      'DELIVERY_CONCURRENCY',
    ]);
  });

  it.each([environment.APP_SECRET.example, 'local-compose-secret-change-me-0123456789'])(
    'refuses the published secret %s in production, and there alone',
    (secret) => {
      expect(faultsOf({ NODE_ENV: 'production', APP_SECRET: secret })).toEqual([
        expect.stringMatching(/^APP_SECRET: .*example/),
      ]);
      expect(config({ APP_SECRET: secret }).appSecret).toBe(secret);
    },
  );
});
