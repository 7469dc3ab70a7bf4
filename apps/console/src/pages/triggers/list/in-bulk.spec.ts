import { expect, it } from 'vitest';
import { inBulk } from './in-bulk';

const IDS = Array.from({ length: 20 }, (_, index) => String(index));

it('Each is done once, a few at a time, and one that fails holds up no other', async () => {
  let [underWay, most] = [0, 0];
  const seen: string[] = [];
  const { done, failed } = await inBulk(
    IDS,
    async (id) => {
      most = Math.max(most, ++underWay);
      seen.push(id);
      await new Promise((resolve) => setTimeout(resolve));
      underWay--;
      if (id === '7') throw new Error('refused');
      return `did ${id}`;
    },
    { atOnce: 3 },
  );
  expect(seen.toSorted()).toEqual(IDS.toSorted());
  expect(most).toBe(3);
  expect(done.size).toBe(19);
  expect(done.get('3')).toBe('did 3');
  expect([...failed.keys()]).toEqual(['7']);
});

it('Told to stop, it begins nothing more', async () => {
  const stop = new AbortController();
  const { done } = await inBulk(IDS, (id) => Promise.resolve(id), {
    atOnce: 1,
    signal: stop.signal,
    onProgress: (state) => state.done.size === 5 && stop.abort(),
  });
  expect(done.size).toBe(5);
});
