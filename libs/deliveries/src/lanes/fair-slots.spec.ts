import { describe, expect, it } from 'vitest';
import { FairSlots } from './fair-slots.js';

/** Places on a clock of the test's own; what runs does so until the test ends it. */
function slotsOf(total: number) {
  let now = 1_000_000;
  const slots = new FairSlots(total, () => now);
  const running: string[] = [];
  const givenBack: string[] = [];
  const ends = new Map<string, (() => void)[]>();
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    running,
    givenBack,
    async start(key: string, count: number, cap = 10) {
      for (let n = 0; n < count; n++)
        void slots
          .run(key, cap, () => {
            running.push(key);
            return new Promise<void>((end) => ends.set(key, [...(ends.get(key) ?? []), end]));
          })
          .then((result) => result === 'given-back' && givenBack.push(key));
      await settle();
    },
    async end(key: string) {
      ends.get(key)!.shift()!();
      running.splice(running.indexOf(key), 1);
      await settle();
    },
    async pass(ms: number) {
      now += ms;
      slots.judge();
      await settle();
    },
    count: (key: string) => running.filter((one) => one === key).length,
  };
}

describe('Places of a worker', () => {
  it('are taken up to the cap of a destination', async () => {
    const on = slotsOf(50);
    await on.start('a', 15);
    expect(on.count('a')).toBe(10);
  });

  it('are never all held by a few destinations that hang', async () => {
    const on = slotsOf(50);
    for (let n = 0; n < 5; n++) await on.start(`hanging ${n}`, 20);
    expect(on.running.length).toBeLessThan(50);
  });

  it('leave room at once for a destination that comes later', async () => {
    const on = slotsOf(50);
    for (let n = 0; n < 4; n++) await on.start(`hanging ${n}`, 100);
    await on.start('healthy', 1);
    expect(on.count('healthy')).toBe(1);
  });

  it('go by turns of the destinations and not by who came first', async () => {
    const on = slotsOf(2);
    await on.start('a', 10);
    await on.start('b', 10);
    await on.end('a');
    await on.end('a').catch(() => {});
    expect(on.count('b')).toBeGreaterThan(0);
  });

  it('let a single one run where there is one place', async () => {
    const on = slotsOf(1);
    await on.start('a', 2);
    expect(on.running).toEqual(['a']);
    await on.end('a');
    expect(on.running).toEqual(['a']);
  });

  it('are waited for while the destination moves', async () => {
    const on = slotsOf(50);
    await on.start('a', 40);
    for (let n = 0; n < 30; n++) {
      await on.pass(25);
      await on.end('a');
    }
    expect(on.givenBack).toEqual([]);
  });

  it('are not waited for at a destination of which nothing ends: all of that is given back, now and later', async () => {
    const on = slotsOf(50);
    await on.start('a', 40);
    await on.pass(499);
    expect(on.givenBack).toHaveLength(0);
    await on.pass(1);
    expect(on.givenBack).toHaveLength(30);
    await on.start('a', 5);
    await on.pass(500);
    expect(on.givenBack).toHaveLength(35);
    expect(on.count('a')).toBe(10);
  });

  it('are waited for by as many as a slow destination gets to within a second', async () => {
    const on = slotsOf(50);
    await on.start('a', 100);
    for (let n = 0; n < 5; n++) {
      await on.pass(100);
      await on.end('a');
    }
    await on.pass(0);
    // 10 a second
    expect(on.givenBack.length).toBeGreaterThanOrEqual(70);
    expect(on.givenBack.length).toBeLessThanOrEqual(78);
  });

  it('that others hold are no fault of a destination that waits for its first', async () => {
    const on = slotsOf(2);
    await on.start('a', 1);
    await on.start('b', 1);
    await on.start('c', 3);
    await on.pass(60_000);
    expect(on.givenBack).toEqual([]);
    await on.end('a');
    expect(on.count('c')).toBe(1);
  });
});
