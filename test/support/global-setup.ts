import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProvidedContext } from 'vitest';
import type { TestProject } from 'vitest/node';
import { closeDatabase, ensureDatabase } from '../../scripts/embedded/database.mjs';
import { removeHome } from '../../scripts/embedded/home.mjs';
import { SCRATCH, startPostgres } from '../../scripts/embedded/postgres.mjs';
import { ensureRedisServer } from '../../scripts/embedded/redis-packages.mjs';
import { startRedis } from '../../scripts/embedded/redis.mjs';
import { migrate } from '../../scripts/steps/migrate.mjs';
import { prepare } from '../../scripts/steps/prepare.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** of the superuser, at the database `postgres` */
    databaseUrl: string;
    /** a database with every migration applied, for `CREATE DATABASE … TEMPLATE` */
    templateDatabase: string;
    /** null where no Redis can be had: its suites are skipped */
    redisUrl: string | null;
  }
}

interface Servers extends Pick<ProvidedContext, 'databaseUrl' | 'redisUrl'> {
  stop(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '..', '..');
const TEMPLATE = 'template_etp';

/** Each project loads this file for itself, in one process: the servers are started by the first that asks. */
const run = globalThis as typeof globalThis & { etpServers?: Promise<Servers> | undefined };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  run.etpServers ??= startServers();
  const { databaseUrl, redisUrl } = await run.etpServers;
  project.provide('databaseUrl', databaseUrl);
  project.provide('templateDatabase', TEMPLATE);
  project.provide('redisUrl', redisUrl);
  return async () => {
    const servers = run.etpServers;
    run.etpServers = undefined;
    await (await servers)?.stop();
  };
}

async function startServers(): Promise<Servers> {
  await prepare(ROOT, AbortSignal.timeout(600_000)); // when vitest is run alone
  const redis = await provideRedis();
  const dir = mkdtempSync(join(tmpdir(), 'etp-test-postgres-'));
  const postgres = await startPostgres({ dir, settings: SCRATCH });
  const template = await ensureDatabase(postgres.url, TEMPLATE);
  await migrate(ROOT, {
    ...process.env,
    APP_SECRET: 'not-a-secret-only-for-tests-0123456789',
    DATABASE_URL: template,
    QUEUE_BACKEND: 'postgres',
  });
  await closeDatabase(postgres.url, TEMPLATE);
  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    async stop() {
      await Promise.all([postgres.stop(), redis.stop()]);
      removeHome(dir);
    },
  };
}

async function provideRedis(): Promise<{ url: string | null; stop(): Promise<unknown> }> {
  const { REDIS_URL, CI } = process.env;
  if (REDIS_URL) return { url: REDIS_URL, stop: async () => {} };
  const reason = await ensureRedisServer();
  if (!reason) {
    const dir = mkdtempSync(join(tmpdir(), 'etp-test-redis-'));
    const redis = await startRedis({ dir });
    return {
      url: redis.url,
      stop: () => redis.stop().finally(() => rmSync(dir, { recursive: true, force: true })),
    };
  }
  if (CI && CI !== 'false') throw new Error(`The Redis suites cannot run: ${reason}`);
  console.warn(`The Redis suites are skipped: ${reason}`);
  return { url: null, stop: async () => {} };
}
