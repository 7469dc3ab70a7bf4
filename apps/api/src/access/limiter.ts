import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { type RedisCommands } from '@app/queue';

interface LimiterOptions {
  /** Unique in Redis. */
  keyPrefix: string;
  points: number;
  windowSeconds: number;
}

/** Subjects counted in memory; the library itself would keep any number of them until their windows end. */
const MAX_IN_MEMORY = 50_000;

/**
 * Counts by subject and fixed window: in Redis, so that all processes count together, and in memory where there is no
 * Redis, or as long as it is away or slow.
 */
export class Limiter {
  private readonly memory: RateLimiterMemory;
  private readonly shared: RateLimiterRedis | undefined;
  /** The subject that was heard of longest ago is forgotten: it has the least in its window. */
  private readonly subjects = new LRUCache<string, true>({
    max: MAX_IN_MEMORY,
    dispose: (_, subject) => void this.memory.delete(subject),
  });

  constructor(
    { keyPrefix, points, windowSeconds: duration }: LimiterOptions,
    private readonly redis: RedisCommands,
  ) {
    this.memory = new RateLimiterMemory({ keyPrefix: '', points, duration });
    if (redis.client)
      this.shared = new RateLimiterRedis({ storeClient: redis.client, keyPrefix, points, duration });
  }

  /** Also what is beyond the limit is counted, and answered without an error. */
  async consume(subject: string): Promise<RateLimiterRes> {
    const { shared } = this;
    const counted = shared && (await this.redis.attempt(() => shared.consume(subject).catch(evenIfExceeded)));
    return counted ?? this.consumeInMemory(subject);
  }

  private consumeInMemory(subject: string): Promise<RateLimiterRes> {
    this.subjects.set(subject, true);
    return this.memory.consume(subject).catch(evenIfExceeded);
  }
}

/** The library rejects with the count when the limit is exceeded. */
function evenIfExceeded(rejection: unknown): RateLimiterRes {
  if (rejection instanceof RateLimiterRes) return rejection;
  throw rejection;
}
