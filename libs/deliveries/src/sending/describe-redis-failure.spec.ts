import { describe, expect, it } from 'vitest';
import { describeRedisFailure } from './describe-redis-failure.js';

const reply = (message: string) => Object.assign(new Error(message), { name: 'ReplyError' });

describe('A job that does not get into a queue', () => {
  it.each([
    ['NOAUTH Authentication required.', 'Redis asks for credentials'],
    ['WRONGPASS invalid username-password pair or user is disabled.', 'Redis refused the credentials'],
    ["NOPERM this user has no permissions to run the 'evalsha' command", 'may not write'],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'no memory left'],
    ["READONLY You can't write against a read only replica.", 'a replica'],
    ['MOVED 3999 10.0.0.7:6381', 'Redis Cluster, which is not supported'],
    ['ERR something new', 'Redis answered with an error (ERR)'],
  ])('for "%s" is told in words', (message, words) => {
    const told = describeRedisFailure(reply(message), 250);

    expect(told).toContain(words);
    expect(told).not.toContain('10.0.0.7');
  });

  it('for a connection that fails is told as of any other destination', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

    expect(describeRedisFailure(refused, 250)).toBe('connection refused');
    expect(describeRedisFailure(new Error('Connection is closed.'), 250)).toBe('connection closed by Redis');
    expect(describeRedisFailure(AbortSignal.abort().reason as Error, 250)).toBe('no answer within 250 ms');
  });
});
