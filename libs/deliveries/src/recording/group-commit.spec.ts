import { describe, expect, it } from 'vitest';
import { GroupCommit } from './group-commit.js';

interface Flush {
  items: number[];
  finish: (results?: (string | Error)[]) => void;
  fail: (error: Error) => void;
}

/** A group commit whose flushes end when the test says so. */
function held({ maxBatch = 100, maxWaiting = 100 } = {}) {
  const flushes: Flush[] = [];
  let began: () => void = () => {};
  const commits = new GroupCommit<number, string>(
    (items) =>
      new Promise((resolve, reject) => {
        flushes.push({
          items,
          finish: (results = items.map((item) => `done ${item}`)) => resolve(results),
          fail: reject,
        });
        began();
      }),
    { maxBatch, maxWaiting },
  );
  /** The flush of this number, once it has begun. */
  const flush = async (number: number): Promise<Flush> => {
    while (flushes.length < number) await new Promise<void>((resolve) => (began = resolve));
    return flushes[number - 1]!;
  };
  return { commits, flushes, flush };
}

describe('A group commit', () => {
  it('flushes together what arrives in the same turn', async () => {
    const { commits, flush } = held();
    const results = Promise.all([1, 2, 3].map((item) => commits.submit(item)));

    const first = await flush(1);
    expect(first.items).toEqual([1, 2, 3]);
    first.finish();
    expect(await results).toEqual(['done 1', 'done 2', 'done 3']);
  });

  it('gathers what arrives during a flush for the next, and never runs two at once', async () => {
    const { commits, flushes, flush } = held();
    const lone = commits.submit(1);
    const first = await flush(1);
    const gathered = Promise.all([commits.submit(2), commits.submit(3)]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(flushes).toHaveLength(1);

    first.finish();
    expect(await lone).toBe('done 1');
    const second = await flush(2);
    expect(second.items).toEqual([2, 3]);
    second.finish();
    expect(await gathered).toEqual(['done 2', 'done 3']);
  });

  it('flushes no more than a batch at once, in the order of arrival', async () => {
    const { commits, flush } = held({ maxBatch: 2 });
    const results = Promise.all([1, 2, 3, 4, 5].map((item) => commits.submit(item)));

    for (const [number, items] of [[1, 2], [3, 4], [5]].entries()) {
      const { items: flushed, finish } = await flush(number + 1);
      expect(flushed).toEqual(items);
      finish();
    }
    expect(await results).toHaveLength(5);
  });

  it('throws the error of one item to its caller alone', async () => {
    const { commits, flush } = held();
    const settled = Promise.allSettled([1, 2, 3].map((item) => commits.submit(item)));

    (await flush(1)).finish(['done 1', new Error('two is wrong'), 'done 3']);
    expect(await settled).toEqual([
      { status: 'fulfilled', value: 'done 1' },
      { status: 'rejected', reason: new Error('two is wrong') },
      { status: 'fulfilled', value: 'done 3' },
    ]);
  });

  it('throws the error of a whole flush to each of its callers, and goes on with the next', async () => {
    const { commits, flush } = held();
    const failed = Promise.allSettled([commits.submit(1), commits.submit(2)]);
    const first = await flush(1);
    const next = commits.submit(3);
    first.fail(new Error('away'));

    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    (await flush(2)).finish();
    expect(await next).toBe('done 3');
  });

  it('refuses what is more than may wait, not counting what is being flushed', async () => {
    const { commits, flush } = held({ maxWaiting: 2 });
    const accepted = [commits.submit(1)];
    const first = await flush(1);
    accepted.push(commits.submit(2), commits.submit(3));

    await expect(commits.submit(4)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'platform.overloaded',
      retryAfter: 1,
    });
    first.finish();
    (await flush(2)).finish();
    expect(await Promise.all(accepted)).toEqual(['done 1', 'done 2', 'done 3']);
  });

  it('has drained once all of it is flushed, also what arrived meanwhile', async () => {
    const { commits, flush } = held();
    const settled: string[] = [];
    void commits.submit(1).then((result) => settled.push(result));
    const first = await flush(1);
    void commits.submit(2).then((result) => settled.push(result));
    const drained = commits.drain().then(() => settled.push('drained'));

    first.finish();
    (await flush(2)).finish();
    await drained;
    expect(settled).toEqual(['done 1', 'done 2', 'drained']);
  });

  it('has nothing to drain when it is idle', async () => {
    await expect(held().commits.drain()).resolves.toBeUndefined();
  });
});
