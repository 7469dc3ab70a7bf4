import { Injectable } from '@nestjs/common';
import { Config } from '@app/config';
import { RedisCommands } from '@app/queue';
import { clientNetwork } from './client-network.js';
import { Limiter } from './limiter.js';

/** `key`: of an API key or user; `address`: of an address without valid credentials; `login`: logins of an address. */
export type RateLimitKind = 'key' | 'address' | 'login';

export interface RateLimitState {
  allowed: boolean;
  /** Requests in a window; 0 where there is no limit. */
  limit: number;
  remaining: number;
  /** Whole seconds, from 1, until the window ends. */
  resetSeconds: number;
  windowSeconds: number;
  /** The name of the limit in the header fields. */
  policy: string;
}

const WINDOW_SECONDS: Record<RateLimitKind, number> = { key: 1, address: 1, login: 60 };
const KINDS: RateLimitKind[] = ['key', 'address', 'login'];

/** Counts requests against the limits of the configuration, for all api processes together where there is a Redis. */
@Injectable()
export class RateLimits {
  private readonly limits: Record<RateLimitKind, number>;
  private readonly limiters = new Map<RateLimitKind, Limiter>();

  constructor({ rateLimits, queue }: Config, redis: RedisCommands) {
    this.limits = rateLimits;
    for (const kind of KINDS) {
      const [points, windowSeconds] = [rateLimits[kind], WINDOW_SECONDS[kind]];
      if (points === 0) continue;
      const keyPrefix = `${queue.namespace}:limit:${kind}`;
      this.limiters.set(kind, new Limiter({ keyPrefix, points, windowSeconds }, redis));
    }
  }

  /**
   * Counts one request of a subject: the id of a key or user, or a client address. Addresses of one IPv6 /64 are one
   * subject. Exceeding is answered, not thrown, and neither Redis nor its absence makes it reject.
   */
  async consume(kind: RateLimitKind, subject: string): Promise<RateLimitState> {
    const [limit, windowSeconds] = [this.limits[kind], WINDOW_SECONDS[kind]];
    const counted = await this.limiters.get(kind)?.consume(kind === 'key' ? subject : clientNetwork(subject));
    return {
      allowed: !counted || counted.consumedPoints <= limit,
      limit,
      remaining: counted?.remainingPoints ?? 0,
      resetSeconds: Math.max(Math.ceil((counted?.msBeforeNext ?? 0) / 1000), 1),
      windowSeconds,
      policy: kind,
    };
  }
}

/**
 * RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10, lists of structured fields), and Retry-After
 * (RFC 9110, 10.2.3) when the request is not allowed. None where there is no limit.
 */
export function rateLimitHeaders(state: RateLimitState): Record<string, string> {
  const { policy, limit, windowSeconds, remaining, resetSeconds, allowed } = state;
  if (limit === 0) return {};
  return {
    'RateLimit-Policy': `"${policy}";q=${limit};w=${windowSeconds}`,
    RateLimit: `"${policy}";r=${remaining};t=${resetSeconds}`,
    ...(!allowed && { 'Retry-After': String(resetSeconds) }),
  };
}
