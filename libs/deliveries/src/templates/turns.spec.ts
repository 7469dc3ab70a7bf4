import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turns } from './turns.js';

/** Work that says when it begins and ends when it is told to. */
function workshop(turns: Turns, patienceMs = 60_000) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const start = (key: string, name = key) =>
    turns.run(
      key,
      () => {
        begun.push(name);
        return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
      },
      patienceMs,
    );
  const end = async (name: string) => {
    ends.get(name)!();
    await setImmediate();
  };
  return { begun, start, end };
}

describe('Turns', () => {
  it('are given to as many at once as there is room', async () => {
    const { begun, start, end } = workshop(new Turns(2));
    for (const key of ['a', 'b', 'c']) void start(key);
    await setImmediate();
    expect(begun).toEqual(['a', 'b']);

    await end('b');
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('go round: one with much work has one turn at a time, and no more than the others', async () => {
    const { begun, start, end } = workshop(new Turns(2));
    for (const name of ['a1', 'a2', 'a3']) void start('a', name);
    for (const name of ['b1', 'b2']) void start('b', name);
    void start('c', 'c1');
    await setImmediate();
    expect(begun).toEqual(['a1', 'b1']);

    await end('a1');
    expect(begun.at(-1)).toBe('c1');
    await end('c1');
    expect(begun.at(-1)).toBe('a2');
    await end('a2');
    expect(begun.at(-1)).toBe('a3'); // b is still at its first
    await end('b1');
    expect(begun.at(-1)).toBe('b2');
  });

  it('answer what the work answers, and pass on how it fails', async () => {
    const turns = new Turns(1);
    expect(await turns.run('a', async () => 7, 1000)).toBe(7);
    await expect(turns.run('a', () => Promise.reject(new Error('no')), 1000)).rejects.toThrow('no');
    expect(await turns.run('b', async () => 8, 1000)).toBe(8);
  });

  it('that do not come in time are given up, and leave nothing behind', async () => {
    const { begun, start, end } = workshop(new Turns(1), 20);
    const first = start('a');
    expect(await start('b')).toBeUndefined();

    await end('a');
    expect(await first).toBe('a');
    void start('c');
    await setImmediate();
    expect(begun).toEqual(['a', 'c']);
  });
});
