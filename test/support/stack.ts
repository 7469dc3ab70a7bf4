import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { freePort } from '../../scripts/ports.mjs';
import { ApiClient } from './api-client.js';
import { AppProcess } from './app-process.js';
import { TestDatabase } from './database.js';
import type { QueueBackend } from './queue-backends.js';

/** What every api, worker and migration of the tests is told. */
export const SETTINGS = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'warn',
  AUTH: 'off',
  APP_SECRET: 'a-secret-of-the-tests-0123456789abcdef',
  DATABASE_POOL_SIZE: '5',
  DELIVERY_ALLOW: '127.0.0.0/8',
  OPENAPI_UI: 'false', // making the document takes a fifth of a start
};

interface StackOptions {
  queue?: QueueBackend;
  /** How many workers there are from the start. */
  workers?: number;
  /** Settings of api and workers beyond the usual. */
  env?: Record<string, string>;
}

/** Servers of a suite's own, for those who stop them. */
interface OwnServers {
  databaseUrl?: string;
  redisUrl?: string;
}

/**
 * The platform as it is composed: one api and any number of workers, each a process of its own, on a database and a
 * queue namespace of their own. They are there before the first test of the suite and gone after its last one.
 */
export function useStack(options: StackOptions = {}, ownServers: () => OwnServers = () => ({})): Stack {
  const stack = new Stack(options);
  beforeAll(() => stack.start(ownServers()));
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') console.log(stack.log());
  });
  afterAll(() => stack.stop());
  return stack;
}

export class Stack {
  api!: ApiClient;
  database!: TestDatabase;
  apiProcess!: AppProcess;
  workers: AppProcess[] = [];
  /** What api and workers are told when they start next. */
  settings: Record<string, string> = {};
  private readonly started: AppProcess[] = [];
  private forgetQueue: () => Promise<void> = async () => {};

  constructor(private readonly options: StackOptions) {}

  async start({ databaseUrl, redisUrl }: OwnServers = {}): Promise<void> {
    const { queue = 'postgres', workers = 1, env } = this.options;
    this.database = databaseUrl ? TestDatabase.at(databaseUrl) : await TestDatabase.clone();
    const namespace = `test-${randomBytes(6).toString('hex')}`;
    const port = await freePort();
    this.api = new ApiClient(`http://127.0.0.1:${port}`);
    this.settings = {
      ...SETTINGS,
      PORT: String(port),
      DATABASE_URL: this.database.url,
      QUEUE_BACKEND: queue,
      QUEUE_NAMESPACE: namespace,
      ...env,
    };
    if (queue === 'redis') {
      this.settings['REDIS_URL'] = redisUrl ?? inject('redisUrl')!;
      if (!redisUrl) this.forgetQueue = () => removeKeys(this.settings['REDIS_URL']!, `${namespace}:*`);
    }
    await Promise.all([this.startApi(), ...Array.from({ length: workers }, () => this.startWorker())]);
  }

  /** At the same address as before. */
  async startApi(): Promise<AppProcess> {
    return (this.apiProcess = await this.launch('api'));
  }

  /** One more, at an address of its own. */
  async startAnotherApi(): Promise<ApiClient> {
    const port = await freePort();
    await this.launch('api', { PORT: String(port) });
    return new ApiClient(`http://127.0.0.1:${port}`);
  }

  /** One more. */
  async startWorker(env: Record<string, string> = {}): Promise<AppProcess> {
    const worker = await this.launch('worker', env);
    this.workers = [...this.workers.filter(({ running }) => running), worker];
    return worker;
  }

  /** `kill -9` to every worker there is. */
  async killWorkers(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.kill()));
    this.workers = [];
  }

  async stop(): Promise<void> {
    await Promise.all(this.started.filter(({ running }) => running).map((app) => app.kill()));
    await this.forgetQueue();
    await this.database?.close();
  }

  log(): string {
    return this.started.map((app) => app.log()).join('\n');
  }

  /** All that every process has written since the suite began, the ended ones too. */
  output(): string {
    return this.started.map((app) => app.output).join('\n');
  }

  private async launch(name: 'api' | 'worker', env: Record<string, string> = {}): Promise<AppProcess> {
    const app = await AppProcess.start(name, { ...this.settings, ...env });
    this.started.push(app);
    return app;
  }
}

async function removeKeys(url: string, pattern: string): Promise<void> {
  const redis = new Redis(url);
  for await (const keys of redis.scanStream({ match: pattern, count: 1000 }) as AsyncIterable<string[]>)
    if (keys.length > 0) await redis.unlink(keys);
  await redis.quit();
}
