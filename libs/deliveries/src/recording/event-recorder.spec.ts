import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeliveryQueue } from '../queueing/delivery-queue.js';
import { EventRecorder } from './event-recorder.js';
import type { EventWriterRepository } from './event-writer.repository.js';
import type { DeliveryRef, Firing, RecordedEvent } from './firing.js';

const firing = (name: string) => ({ payload: { name } }) as unknown as Firing;
const nameOf = ({ payload }: Firing) => String(payload['name']);
const refOf = (name: string): DeliveryRef => ({ bucket: 0, event_id: name, id: `${name}-1`, dispatch: 1 });
const eventOf = (name: string) => ({ id: name, deliveries: [refOf(name)] }) as unknown as RecordedEvent;

describe('The event recorder', () => {
  const handedOver: string[] = [];
  const batches: string[][] = [];

  /** On a database that refuses every batch with a firing called `bad`, and knows nothing of `stale`. */
  function recorder(failure: Error = new Error('invalid input')) {
    const writer = {
      write: async (firings: Firing[]) => {
        const names = firings.map(nameOf);
        batches.push(names);
        if (names.includes('bad')) throw failure;
        return names.map((name) => (name === 'stale' ? undefined : eventOf(name)));
      },
    };
    const queue = {
      handOver: (refs: DeliveryRef[]) => handedOver.push(...refs.map(({ event_id }) => event_id)),
    };
    return new EventRecorder(writer as unknown as EventWriterRepository, queue as unknown as DeliveryQueue);
  }
  const record = (by: EventRecorder, ...names: string[]) =>
    Promise.allSettled(names.map((name) => by.record(firing(name))));

  afterEach(() => {
    handedOver.length = 0;
    batches.length = 0;
    vi.restoreAllMocks();
  });

  it('writes firings of the same moment at once and hands their deliveries over', async () => {
    const settled = await record(recorder(), 'a', 'b', 'c');

    expect(settled).toEqual(['a', 'b', 'c'].map((name) => ({ status: 'fulfilled', value: eventOf(name) })));
    expect(batches).toEqual([['a', 'b', 'c']]);
    expect(handedOver).toEqual(['a', 'b', 'c']);
  });

  it('answers undefined for a firing whose trigger has changed, and hands nothing of it over', async () => {
    expect(await record(recorder(), 'a', 'stale')).toEqual([
      { status: 'fulfilled', value: eventOf('a') },
      { status: 'fulfilled', value: undefined },
    ]);
    expect(handedOver).toEqual(['a']);
  });

  it.each([
    [['bad', 'b', 'c', 'd', 'e']],
    [['a', 'b', 'bad', 'd', 'e']],
    [['a', 'b', 'c', 'd', 'bad']],
    [['a', 'bad']],
    [['bad']],
  ])('throws the refusal of one firing to its caller alone: %j', async (names) => {
    const settled = await record(recorder(), ...names);

    expect(settled).toEqual(
      names.map((name) =>
        name === 'bad'
          ? { status: 'rejected', reason: new Error('invalid input') }
          : { status: 'fulfilled', value: eventOf(name) },
      ),
    );
    expect(handedOver).toEqual(names.filter((name) => name !== 'bad'));
  });

  it('does not try again in parts when the database is away', async () => {
    const away = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const settled = await record(recorder(away), 'a', 'bad', 'c');

    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(batches).toHaveLength(1);
    expect(handedOver).toEqual([]);
  });

  it('writes at most 500 at once', async () => {
    await record(recorder(), ...Array.from({ length: 1001 }, (_, n) => `n${n}`));

    expect(batches.map(({ length }) => length)).toEqual([500, 500, 1]);
  });

  it('has written everything before a shutdown goes on', async () => {
    const by = recorder();
    const recorded = record(by, 'a', 'b');
    await by.beforeApplicationShutdown();

    expect(batches).toEqual([['a', 'b']]);
    await recorded;
  });
});
