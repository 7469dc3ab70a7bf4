import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeliverRepository, Outcome } from './deliver.repository.js';
import { OutcomeWriter } from './outcome-writer.js';

const outcomeOf = (id: string, rest: Partial<Outcome> = {}): Outcome => ({
  ref: { bucket: 0, event_id: 'event', id, dispatch: 1 },
  status: 'delivered',
  attempt: null,
  delayMs: null,
  ...rest,
});

/** Records what it is told to; the ids in `lost` are no longer ours. */
function writerWithout(...lost: string[]) {
  const batches: string[][] = [];
  const record = async (outcomes: Outcome[]) => {
    const ids = outcomes.map(({ ref }) => ref.id);
    batches.push(ids);
    if (ids.includes('away')) throw new Error('away');
    return new Set(ids.filter((id) => !lost.includes(id)));
  };
  return { batches, writer: new OutcomeWriter({ record } as unknown as DeliverRepository) };
}

describe('The outcome writer', () => {
  afterEach(() => vi.restoreAllMocks());

  it('writes outcomes of the same moment at once', async () => {
    const { batches, writer } = writerWithout();
    await Promise.all(['a', 'b', 'c'].map((id) => writer.write(outcomeOf(id))));

    expect(batches).toEqual([['a', 'b', 'c']]);
  });

  it('waits for a database that is restarted', async () => {
    let asked = 0;
    const record = async (outcomes: Outcome[]) => {
      if (++asked === 1) throw Object.assign(new Error('shutting down'), { code: '57P01' });
      return new Set(outcomes.map(({ ref }) => ref.id));
    };
    await new OutcomeWriter({ record } as unknown as DeliverRepository).write(outcomeOf('a'));

    expect(asked).toBe(2);
  });

  it('tells of retries once they are committed, and of nothing else', async () => {
    const { batches, writer } = writerWithout('lost');
    vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const told: [number, number][] = [];
    writer.onRetry((delayMs) => told.push([delayMs, batches.length]));
    await Promise.all([
      writer.write(outcomeOf('again', { status: 'waiting', delayMs: 250 })),
      writer.write(outcomeOf('lost', { status: 'waiting', delayMs: 1 })),
      writer.write(outcomeOf('parked', { status: 'waiting' })),
      writer.write(outcomeOf('ended')),
    ]);

    expect(told).toEqual([[250, 1]]);
  });

  it('says so when a delivery was no longer ours', async () => {
    const warned = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const { writer } = writerWithout('lost');
    await Promise.all([writer.write(outcomeOf('lost')), writer.write(outcomeOf('ours'))]);

    expect(warned).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('Delivery lost'));
  });

  it('fails its callers when nothing could be written, so that their job is done again', async () => {
    const { writer } = writerWithout();

    await expect(writer.write(outcomeOf('away'))).rejects.toThrow('away');
  });
});
