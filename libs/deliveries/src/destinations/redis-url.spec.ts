import { describe, expect, it } from 'vitest';
import { isRedisUrl, withoutCredentials } from './redis-url.js';

describe('The URL of a Redis', () => {
  it.each([
    ['redis://redis.example.com', 'redis://redis.example.com'],
    ['redis://redis.example.com:6380/2', 'redis://redis.example.com:6380/2'],
    ['rediss://user:secret@redis.example.com/', 'rediss://redis.example.com/'],
    ['redis://:secret@[2001:db8::1]:6379', 'redis://[2001:db8::1]:6379'],
  ])('may be %s, of which %s is shown', (url, shown) => {
    expect(isRedisUrl(url)).toBe(true);
    expect(withoutCredentials(url)).toBe(shown);
  });

  it.each([
    undefined,
    7,
    '',
    'redis.example.com:6379',
    'redis://',
    'redis:///0',
    'unix:///run/redis.sock',
    'http://redis.example.com',
    'redis://redis.example.com/name',
    'redis://redis.example.com/0/1',
    'redis://redis.example.com?path=/run/redis.sock',
    'redis://redis.example.com#x',
    'redis://user:100%@redis.example.com',
    `redis://${'x'.repeat(2048)}`,
  ])('cannot be %s', (url) => {
    expect(isRedisUrl(url)).toBe(false);
  });
});
