import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PacedLoop, type Turned } from './paced-loop.js';

type Turn = () => Promise<Turned>;

class TestLoop extends PacedLoop {
  constructor(protected readonly turn: Turn) {
    super();
  }
}

describe('A paced loop', () => {
  const loops: PacedLoop[] = [];
  const held: ((idleMs: number) => void)[] = [];
  let over = false;

  /** One that is started, with the number of turns it has begun. */
  function started(turn: Turn) {
    const turns = vi.fn(turn);
    const loop = new TestLoop(turns);
    loops.push(loop);
    loop.onApplicationBootstrap();
    return { loop, turns };
  }

  /** One whose turns last until the test ends them. */
  function startedAndHeld() {
    const turn = () => new Promise<number>((resolve) => (over ? resolve(0) : held.push(resolve)));
    return { ...started(turn), end: () => held.shift()?.(1000) };
  }

  beforeEach(() => {
    over = false;
    vi.useFakeTimers();
  });
  afterEach(async () => {
    over = true;
    for (const end of held.splice(0)) end(0);
    await Promise.all(loops.splice(0).map((loop) => loop.beforeApplicationShutdown()));
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('begins its first turn at once', () => {
    expect(started(async () => null).turns).toHaveBeenCalledOnce();
  });

  it('is one loop, however often it is started', async () => {
    const { loop, turns } = started(async () => null);
    loop.onApplicationBootstrap();
    await vi.advanceTimersByTimeAsync(0);

    expect(turns).toHaveBeenCalledOnce();
  });

  it.each<[string, number | null, number]>([
    ['until the turn has said there is something to do', 200, 200],
    ['for a second when the turn knows nothing', null, 1000],
    ['for a second at the longest', 60_000, 1000],
    ['for five milliseconds at the least', 0, 5],
    ['for five milliseconds when it is late', -500, 5],
  ])('sleeps %s', async (_, answer, slept) => {
    const { turns } = started(async () => answer);
    await vi.advanceTimersByTimeAsync(slept - 1);
    expect(turns).toHaveBeenCalledTimes(1);

    await vi.advanceTimersByTimeAsync(2);
    expect(turns).toHaveBeenCalledTimes(2);
  });

  it('does not sleep while there is more to do, and stops even so', async () => {
    let left = 3;
    const { turns } = started(async () => (left-- > 0 ? 'more' : null));
    await vi.advanceTimersByTimeAsync(0);
    expect(turns).toHaveBeenCalledTimes(4);

    const { loop, turns: endless } = started(
      () => new Promise((resolve) => setTimeout(resolve, 1, 'more' as const)),
    );
    await vi.advanceTimersByTimeAsync(50);
    const stopped = loop.beforeApplicationShutdown();
    await vi.advanceTimersByTimeAsync(1);
    await stopped;
    expect(endless.mock.calls.length).toBeGreaterThan(40);
  });

  it('wakes earlier when it is told to', async () => {
    const { loop, turns } = started(async () => null);
    await vi.advanceTimersByTimeAsync(100);
    loop.wakeIn(50);
    await vi.advanceTimersByTimeAsync(49);
    expect(turns).toHaveBeenCalledTimes(1);

    await vi.advanceTimersByTimeAsync(2);
    expect(turns).toHaveBeenCalledTimes(2);
  });

  it('goes by the earliest of several wake-ups, and never sleeps longer for one', async () => {
    const { loop, turns } = started(async () => 300);
    await vi.advanceTimersByTimeAsync(0);
    for (const ms of [200, 20, 100, 5000]) loop.wakeIn(ms);

    await vi.advanceTimersByTimeAsync(21);
    expect(turns).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(280);
    expect(turns).toHaveBeenCalledTimes(2); // the others were for the turn that has come
  });

  it('notices a wake-up that comes during a turn', async () => {
    const { loop, turns, end } = startedAndHeld();
    loop.wakeIn(0);
    end();
    await vi.advanceTimersByTimeAsync(1);

    expect(turns).toHaveBeenCalledTimes(2);
  });

  it('never runs two turns at once', async () => {
    const { loop, turns } = startedAndHeld();
    loop.wakeIn(0);
    await vi.advanceTimersByTimeAsync(5000);
    expect(turns).toHaveBeenCalledTimes(1);
  });

  it('stops after the turn that is under way', async () => {
    const { loop, turns, end } = startedAndHeld();
    const order: string[] = [];
    const stopped = loop.beforeApplicationShutdown().then(() => order.push('stopped'));
    await vi.advanceTimersByTimeAsync(2000);
    order.push('turn ends');
    end();
    await stopped;

    expect(order).toEqual(['turn ends', 'stopped']);
    expect(turns).toHaveBeenCalledOnce();
  });

  it('stops at once when it sleeps', async () => {
    const { loop, turns } = started(async () => 1000);
    await vi.advanceTimersByTimeAsync(1);
    await loop.beforeApplicationShutdown();

    expect(turns).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has stopped when it was never started', async () => {
    await expect(new TestLoop(async () => null).beforeApplicationShutdown()).resolves.toBeUndefined();
  });

  it('says that a turn failed, and goes on a second later', async () => {
    const warned = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const { turns } = started(vi.fn<Turn>().mockRejectedValueOnce(new Error('away')).mockResolvedValue(null));
    await vi.advanceTimersByTimeAsync(999);
    expect(turns).toHaveBeenCalledTimes(1);
    expect(warned).toHaveBeenCalledExactlyOnceWith('A turn failed: away');

    await vi.advanceTimersByTimeAsync(2);
    expect(turns).toHaveBeenCalledTimes(2);
  });
});
