import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '@app/config';
import { RateLimitedLog } from '@app/observability';

/** How long an answer is waited for. */
const PATIENCE_MS = 50;
/** How long a Redis that failed or was too slow is left alone. */
const REST_MS = 1000;

/**
 * The process's one connection to Redis for commands that must not wait: what they are for goes on without them. There
 * is none when the queue is on PostgreSQL. It delays neither start nor shutdown.
 */
@Injectable()
export class RedisCommands implements OnModuleInit, OnApplicationShutdown {
  /** For libraries that want a client when they are made; everything sent through it belongs in {@link attempt}. */
  readonly client: Redis | undefined;
  private readonly log = new RateLimitedLog(RedisCommands.name);
  private restUntil = 0;

  constructor({ queue }: Config) {
    if (queue.backend !== 'redis') return;
    this.client = new Redis(queue.redisUrl, {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      connectTimeout: 5000,
      retryStrategy: (tries) => Math.min(tries * 100, 1000),
    });
    this.client.on('error', (error: Error) => this.log.warn(`Redis is away: ${error.message || error.name}`));
  }

  onModuleInit(): void {
    this.client?.connect().catch(() => {}); // it is told as an error event and tried again
  }

  onApplicationShutdown(): void {
    this.client?.disconnect();
  }

  /**
   * What `command` answers, undefined when Redis is away, was left alone, or did not answer within some tens of ms.
   * Never rejects. With `insist` it is asked also while it is left alone.
   */
  async attempt<T>(
    command: (redis: Redis) => Promise<T>,
    { insist = false, patienceMs = PATIENCE_MS } = {},
  ): Promise<T | undefined> {
    if (this.client?.status !== 'ready') return undefined;
    if (!insist && performance.now() < this.restUntil) return undefined;
    try {
      return await inTime(command(this.client), patienceMs);
    } catch (error) {
      this.restUntil = performance.now() + REST_MS;
      this.log.warn(`Redis did not do as it was asked: ${(error as Error).message}`);
      return undefined;
    }
  }
}

/** Not by a setting of the client: that would hold for its first command too, and a Redis that is slow then is not away. */
async function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
