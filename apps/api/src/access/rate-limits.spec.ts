import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseList, type Item } from 'structured-headers';
import { Config } from '@app/config';
import { RedisCommands } from '@app/queue';
import { rateLimitHeaders, RateLimits, type RateLimitState } from './rate-limits.js';

function rateLimits(env: NodeJS.ProcessEnv = {}): RateLimits {
  const config = new Config({
    APP_SECRET: 'a-secret-of-the-tests-0123456789abcdef',
    DATABASE_URL: 'postgres://nowhere',
    QUEUE_BACKEND: 'postgres',
    RATE_LIMIT_KEY: '3',
    RATE_LIMIT_ADDRESS: '2',
    RATE_LIMIT_LOGIN: '1',
    ...env,
  });
  return new RateLimits(config, new RedisCommands(config));
}

/** The only item of a list: its value and its parameters. */
function itemOf(text: string) {
  const list = parseList(text);
  expect(list).toHaveLength(1);
  const [value, parameters] = list[0] as Item;
  return [value, Object.fromEntries(parameters)];
}

describe('The rate limits, in memory', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('allow so many requests in a window, and then again in the next', async () => {
    const limits = rateLimits();
    const allowed = async () => (await limits.consume('key', 'a')).allowed;

    expect([await allowed(), await allowed(), await allowed(), await allowed()]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    vi.advanceTimersByTime(999);
    expect(await allowed()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await allowed()).toBe(true);
  });

  it('say what is left of the window', async () => {
    const limits = rateLimits();
    await limits.consume('login', '192.0.2.1');
    vi.advanceTimersByTime(20_500);

    expect(await limits.consume('login', '192.0.2.1')).toEqual({
      allowed: false,
      limit: 1,
      remaining: 0,
      resetSeconds: 40,
      windowSeconds: 60,
      policy: 'login',
    });
    expect(await limits.consume('key', 'a')).toMatchObject({ limit: 3, remaining: 2, resetSeconds: 1 });
  });

  it('count each subject and each kind alone', async () => {
    const limits = rateLimits();
    await limits.consume('login', '192.0.2.1');

    expect(await limits.consume('login', '192.0.2.2')).toHaveProperty('allowed', true);
    expect(await limits.consume('address', '192.0.2.1')).toHaveProperty('remaining', 1);
  });

  it('take all addresses of an IPv6 network for one', async () => {
    const limits = rateLimits();
    await limits.consume('login', '2001:db8::1');

    expect(await limits.consume('login', '2001:db8::2')).toHaveProperty('allowed', false);
    expect(await limits.consume('login', '2001:db8:0:1::2')).toHaveProperty('allowed', true);
  });

  it('of 0 do not limit, and have no headers', async () => {
    const limits = rateLimits({ RATE_LIMIT_KEY: '0' });
    for (let n = 0; n < 20; n++) await limits.consume('key', 'a');
    const state = await limits.consume('key', 'a');

    expect(state.allowed).toBe(true);
    expect(rateLimitHeaders(state)).toEqual({});
  });

  it('forget the address heard of longest ago rather than remember ever more', async () => {
    const limits = rateLimits();
    const network = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
    await limits.consume('login', network(0));
    for (let n = 1; n < 50_000; n++) await limits.consume('login', network(n));
    expect(vi.getTimerCount()).toBe(50_000);
    await limits.consume('login', network(50_000));

    expect(vi.getTimerCount()).toBe(50_000);
    expect(await limits.consume('login', network(2))).toHaveProperty('allowed', false);
    expect(await limits.consume('login', network(0))).toHaveProperty('allowed', true);
  });
});

describe('The headers of a rate limit', () => {
  const state: RateLimitState = {
    allowed: true,
    limit: 1000,
    remaining: 999,
    resetSeconds: 1,
    windowSeconds: 1,
    policy: 'key',
  };

  it('are the structured fields of the draft', () => {
    const headers = rateLimitHeaders(state);

    expect(headers).toEqual({ 'RateLimit-Policy': '"key";q=1000;w=1', RateLimit: '"key";r=999;t=1' });
    expect(itemOf(headers['RateLimit-Policy']!)).toEqual(['key', { q: 1000, w: 1 }]);
    expect(itemOf(headers['RateLimit']!)).toEqual(['key', { r: 999, t: 1 }]);
  });

  it('have the form of its examples', () => {
    const headers = rateLimitHeaders({
      ...state,
      policy: 'default',
      limit: 100,
      windowSeconds: 10,
      remaining: 50,
      resetSeconds: 5,
    });

    expect(parseList(headers['RateLimit-Policy']!)).toEqual(parseList('"default";q=100;w=10'));
    expect(parseList(headers['RateLimit']!)).toEqual(parseList('"default";r=50;t=5'));
  });

  it('say with Retry-After when the window of a refused request ends', () => {
    const headers = rateLimitHeaders({ ...state, allowed: false, remaining: 0, resetSeconds: 42 });

    expect(headers['Retry-After']).toBe('42');
    expect(itemOf(headers['RateLimit']!)).toEqual(['key', { r: 0, t: 42 }]);
  });
});
