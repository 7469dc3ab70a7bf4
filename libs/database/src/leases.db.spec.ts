import { describe, expect, it } from 'vitest';
import { eventually } from '../../../test/support/eventually.js';
import { usePlatform } from '../../../test/support/platform.js';
import { ExpiredLeases } from './expired-leases.js';
import { Leases } from './leases.js';

const LONG_MS = 60_000;

describe('A lease', () => {
  const on = usePlatform();
  const leases = () => on.get(Leases);

  /** Work that goes on until it is told to end. */
  function work() {
    let end!: () => void;
    const ended = new Promise<void>((resolve) => (end = resolve));
    return { end, run: () => ended.then(() => 'done') };
  }
  const isHeld = async (name: string) =>
    (await on.count('SELECT count(*) FROM leases WHERE name = $1', [name])) === 1;
  const heldUntil = async (name: string) =>
    (await on.sql<{ until: Date }>('SELECT until FROM leases WHERE name = $1', [name]))[0]!.until;
  /** What is left in the table by an owner that was killed. */
  const leaveBehind = (name: string, until: string) =>
    on.sql(`INSERT INTO leases VALUES ($1, gen_random_uuid(), now() + $2::interval)`, [name, until]);

  it('lets one of two do the work, and the next one when that has ended', async () => {
    const first = work();
    const running = leases().run('turns', LONG_MS, first.run);
    await eventually(async () => expect(await isHeld('turns')).toBe(true));

    expect(await leases().run('turns', LONG_MS, async () => 'twice')).toBeUndefined();
    expect(await leases().run('other', LONG_MS, async () => 'other')).toBe('other');
    first.end();
    expect(await running).toBe('done');
    expect(await leases().run('turns', LONG_MS, async () => 'next')).toBe('next');
  });

  it('is taken by one of many who want it at once', async () => {
    const only = work();
    const answers: (string | undefined)[] = [];
    const all = Array.from({ length: 8 }, async () => {
      answers.push(await leases().run('crowd', LONG_MS, only.run));
    });
    await eventually(() => expect(answers).toEqual(Array.from({ length: 7 })));

    only.end();
    await Promise.all(all);
    expect(answers.at(-1)).toBe('done');
    expect(await isHeld('crowd')).toBe(false);
  });

  it('of an owner that died runs out', async () => {
    await leaveBehind('dead', '1 minute');
    expect(await leases().run('dead', LONG_MS, async () => 'early')).toBeUndefined();

    await on.sql(`UPDATE leases SET until = now() - interval '1 ms' WHERE name = 'dead'`);
    expect(await leases().run('dead', LONG_MS, async () => 'after it')).toBe('after it');
  });

  it('is renewed while the work takes longer than it lasts', async () => {
    const long = work();
    const running = leases().run('long', 300, long.run);
    await eventually(async () => expect(await isHeld('long')).toBe(true));
    const first = await heldUntil('long');
    await eventually(async () =>
      expect((await heldUntil('long')).getTime()).toBeGreaterThan(first.getTime() + 300),
    );

    expect(await leases().run('long', LONG_MS, async () => 'twice')).toBeUndefined();
    long.end();
    expect(await running).toBe('done');
  });

  it('that went to somebody else is neither renewed nor given back by its first owner', async () => {
    const late = work();
    const running = leases().run('lost', 150, late.run);
    await eventually(async () => expect(await isHeld('lost')).toBe(true));
    await on.sql(`UPDATE leases SET owner = gen_random_uuid(), until = now() + interval '1 minute'`);
    const theirs = await heldUntil('lost');
    late.end();

    expect(await running).toBe('done');
    expect(await heldUntil('lost')).toEqual(theirs);
  });

  it('is given back by work that fails', async () => {
    const failing = leases().run('failing', LONG_MS, () => Promise.reject(new Error('no')));

    await expect(failing).rejects.toThrow('no');
    expect(await isHeld('failing')).toBe(false);
  });

  it('whose time is over is cleaned away', async () => {
    await on.sql('DELETE FROM leases');
    await leaveBehind('over', '-1 second');
    await leaveBehind('live', '1 minute');

    expect(await on.get(ExpiredLeases).runOnce(100)).toBe(1);
    expect(await isHeld('live')).toBe(true);
  });
});
