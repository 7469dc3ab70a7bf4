import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '@app/clock';
import { type Redis } from 'ioredis';
import { type RedisCommands } from '@app/queue';
import { LeveledCache } from './cache.js';
import { SharedLevel } from './shared-level.js';

/** Time that only tests move. */
class StoppedClock extends Clock {
  time = 1_000_000;
  override now(): number {
    return this.time;
  }
}

/** What the two levels need of Redis; expiry is the clock's business alone. */
function redisOf(held: Map<string, string>): RedisCommands {
  const redis = {
    get: async (key: string) => held.get(key) ?? null,
    set: async (key: string, text: string, _px: string, _ms: number, nx?: string) => {
      if (nx && held.has(key)) return null;
      held.set(key, text);
      return 'OK';
    },
  } as unknown as Redis;
  return { attempt: (command: (redis: Redis) => Promise<unknown>) => command(redis) } as RedisCommands;
}

const none = { attempt: async () => undefined } as unknown as RedisCommands;

describe('A cache', () => {
  let clock: StoppedClock;
  let state: string | undefined;
  let loads: number;
  /** Loads wait for it when it is set. */
  let gate: Promise<void> | undefined;

  const load = async () => {
    loads++;
    const read = state;
    await gate;
    return read;
  };
  const cacheOn = (redis: RedisCommands, max = 10) =>
    new LeveledCache<string>({ name: 'test', max, load }, clock, new SharedLevel(redis, 'etp:cache:test:'));

  /** Lets loads begin and not end. */
  function holdLoads(): () => void {
    let release = () => {};
    gate = new Promise((resolve) => (release = resolve));
    return release;
  }

  /** Once the first load of a test is on its way. */
  const begun = () => vi.waitFor(() => expect(loads).toBe(1), { interval: 1 });

  beforeEach(() => {
    clock = new StoppedClock();
    state = 'old';
    loads = 0;
    gate = undefined;
  });

  describe('in memory', () => {
    it('loads a key once for many who ask at once and for all who ask later', async () => {
      const cache = cacheOn(none);

      expect(await Promise.all([cache.get('a'), cache.get('a'), cache.get('a')])).toEqual(
        Array(3).fill('old'),
      );
      expect(await cache.get('a')).toBe('old');
      expect(loads).toBe(1);
    });

    it('keeps a value for 5 s from when its load began, and no longer', async () => {
      const cache = cacheOn(none);
      const release = holdLoads();
      const first = cache.get('a');
      await begun();
      clock.time += 2000;
      state = 'new';
      release();
      expect(await first).toBe('old');

      clock.time += 2999;
      expect(await cache.get('a')).toBe('old');
      clock.time += 1;
      expect(await cache.get('a')).toBe('new');
    });

    it('does not join a load that is older than a kept value may be', async () => {
      const cache = cacheOn(none);
      const release = holdLoads();
      const first = cache.get('a');
      await begun();
      clock.time += 5000;
      state = 'new';
      const second = cache.get('a');
      release();

      expect([await first, await second]).toEqual(['old', 'new']);
      expect(await cache.get('a')).toBe('new');
    });

    it('does not trust what was dated by a clock that has been set back', async () => {
      const cache = cacheOn(none);
      await cache.get('a');
      state = 'new';
      clock.time -= 60_000;

      expect(await cache.get('a')).toBe('new');
    });

    it('does not keep absence', async () => {
      const cache = cacheOn(none);
      state = undefined;
      expect(await cache.get('a')).toBeUndefined();
      state = 'new';

      expect(await cache.get('a')).toBe('new');
    });

    it('does not keep a failed load', async () => {
      let fails = true;
      const failing = async () => (fails ? Promise.reject(new Error('away')) : 'there');
      const shared = new SharedLevel(none, '');
      const cache = new LeveledCache<string>({ name: 'failing', max: 1, load: failing }, clock, shared);
      await expect(cache.get('a')).rejects.toThrow('away');
      fails = false;

      expect(await cache.get('a')).toBe('there');
    });

    it('keeps no more than it may', async () => {
      const cache = cacheOn(none, 2);
      for (const key of ['a', 'b', 'c', 'a']) await cache.get(key);

      expect(loads).toBe(4);
    });

    it.each(['drop', 'dropAll'] as const)(
      'keeps nothing of a load that a change overtakes (%s)',
      async (change) => {
        const cache = cacheOn(none);
        const release = holdLoads();
        const before = cache.get('a');
        await begun();
        state = 'new';
        cache[change](['a']);
        release();

        expect(await before).toBe('old');
        expect(await cache.get('a')).toBe('new');
      },
    );

    it.each(['drop', 'dropAll'] as const)('joins no load from before a change (%s)', async (change) => {
      const cache = cacheOn(none);
      const release = holdLoads();
      const before = cache.get('a');
      await begun();
      state = 'new';
      cache[change](['a']);
      const after = cache.get('a');
      release();

      expect([await before, await after]).toEqual(['old', 'new']);
      expect(await cache.get('a')).toBe('new');
    });
  });

  describe('over Redis', () => {
    it('loads once for all processes', async () => {
      const redis = redisOf(new Map());
      await cacheOn(redis).get('a');

      expect(await cacheOn(redis).get('a')).toBe('old');
      expect(loads).toBe(1);
    });

    it('does not keep in memory for another 5 s what Redis has had for some', async () => {
      const redis = redisOf(new Map());
      const [one, other] = [cacheOn(redis), cacheOn(redis)];
      await one.get('a');
      state = 'new';
      clock.time += 4999;
      expect(await other.get('a')).toBe('old');
      clock.time += 1;

      expect(await other.get('a')).toBe('new');
    });

    it('is not given the old state by a load that ends after the change', async () => {
      const held = new Map<string, string>();
      const [one, other] = [cacheOn(redisOf(held)), cacheOn(redisOf(held))];
      const release = holdLoads();
      const before = one.get('a');
      await begun();
      state = 'new';
      await new SharedLevel(redisOf(held), 'etp:cache:test:').changed(['a']);
      release();
      expect(await before).toBe('old');

      expect(await other.get('a')).toBe('new');
    });

    it.each(['nonsense', 'null', '{}', '{"began":1}', '{"value":"x"}', '{"began":"1","value":"x"}'])(
      'loads when what lies there is %s',
      async (text) => {
        const cache = cacheOn(redisOf(new Map([['etp:cache:test:a', text]])));

        expect(await cache.get('a')).toBe('old');
      },
    );
  });
});
