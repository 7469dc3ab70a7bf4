import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { Config } from '@app/config';
import { Notifications } from '@app/database';
import { RateLimitedLog } from '@app/observability';
import { RedisCommands } from '@app/queue';
import { type Cache, type CacheOptions, LeveledCache } from './cache.js';
import { readInvalidation, writeInvalidation } from './invalidation.js';
import { SharedLevel } from './shared-level.js';

const CHANNEL = 'cache_invalidations';

/**
 * Makes the caches of this process: in memory, and in Redis when the queue is there. They tell each other of changes by
 * PostgreSQL's notifications; whatever of this is lost or away, a value is at most 5 s old.
 *
 * Keys and values lie in Redis as they are: whoever makes a cache puts hashes of secrets there and never a secret.
 */
@Injectable()
export class Caches {
  private readonly log = new RateLimitedLog(Caches.name);
  private readonly process = randomUUID();
  private readonly caches = new Map<string, Pick<LeveledCache<unknown>, 'drop' | 'dropAll'>>();

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly redis: RedisCommands,
    private readonly notifications: Notifications,
  ) {}

  /** Values are JSON. Throws when there is a cache of this name. */
  create<T>(options: CacheOptions<T>): Cache<T> {
    const { name } = options;
    if (this.caches.has(name)) throw new Error(`There are two caches by the name of ${name}`);
    const shared = new SharedLevel(this.redis, `${this.config.queue.namespace}:cache:${name}:`);
    const cache = new LeveledCache<T>(options, this.clock, shared);
    if (this.caches.size === 0) this.listen();
    this.caches.set(name, cache);
    return {
      get: (key) => cache.get(key),
      invalidate: async (...keys) => {
        cache.drop(keys);
        await shared.changed(keys); // before the others are told: they must not find the old value there
        await this.tell(name, keys);
      },
    };
  }

  private async tell(cache: string, keys: string[]): Promise<void> {
    if (keys.length === 0) return;
    try {
      await this.notifications.publish(CHANNEL, writeInvalidation({ from: this.process, cache, keys }));
    } catch (error) {
      this.log.warn(`Other processes see a change only after 5 s: ${(error as Error).message}`);
    }
  }

  private listen(): void {
    this.notifications.subscribe(CHANNEL, {
      heard: (text) => this.heard(text),
      connected: () => this.dropAll(),
    });
  }

  private heard(text: string): void {
    const said = readInvalidation(text);
    if (!said) return this.dropAll();
    if (said.from === this.process) return;
    const cache = this.caches.get(said.cache);
    if (said.keys) cache?.drop(said.keys);
    else cache?.dropAll();
  }

  private dropAll(): void {
    for (const cache of this.caches.values()) cache.dropAll();
  }
}
