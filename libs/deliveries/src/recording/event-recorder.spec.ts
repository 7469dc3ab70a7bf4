import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeliveryQueue } from '../queueing/delivery-queue.js';
import { EventRecorder } from './event-recorder.js';
import type { EventWriterRepository } from './event-writer.repository.js';
import type { KeyedFiringsRepository } from './keyed-firings.repository.js';
import type { DeliveryRef, Firing, RecordedEvent } from './firing.js';

const firing = (name: string, key?: string) =>
  ({ payload: { name }, ...(key && { key: { value: key } }) }) as unknown as Firing;
const nameOf = ({ payload }: Firing) => String(payload['name']);
const refOf = (name: string): DeliveryRef => ({ bucket: 0, event_id: name, id: `${name}-1`, dispatch: 1 });
const eventOf = (name: string) => ({ id: name, deliveries: [refOf(name)] }) as unknown as RecordedEvent;

describe('The event recorder', () => {
  const handedOver: string[] = [];
  const batches: string[][] = [];
  const recalled: string[] = [];

  /**
   * On a database that refuses every batch with a firing called `bad`, writes none called `stale` or `repeat`, and has
   * the answers of keys that `recall` knows.
   */
  function recorder(
    failure: Error = new Error('invalid input'),
    recall: (key: string) => RecordedEvent | Error | undefined = () => undefined,
  ) {
    const writer = {
      write: async (firings: Firing[]) => {
        const names = firings.map(nameOf);
        batches.push(names);
        if (names.includes('bad')) throw failure;
        return names.map((name) => (['stale', 'repeat'].includes(name) ? undefined : eventOf(name)));
      },
    };
    const queue = {
      handOver: (refs: DeliveryRef[]) => handedOver.push(...refs.map(({ event_id }) => event_id)),
    };
    const keys = {
      recall: async (lost: Firing[]) => {
        recalled.push(...lost.map(({ key }) => key!.value));
        return lost.map(({ key }) => recall(key!.value));
      },
    };
    return new EventRecorder(
      writer as unknown as EventWriterRepository,
      queue as unknown as DeliveryQueue,
      keys as unknown as KeyedFiringsRepository,
    );
  }
  const record = (by: EventRecorder, ...names: string[]) =>
    Promise.allSettled(names.map((name) => by.record(firing(name))));

  afterEach(() => {
    handedOver.length = 0;
    batches.length = 0;
    recalled.length = 0;
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

  it('answers who lost a key with what the key was taken with, and hands that over to nobody', async () => {
    const reused = new Error('reused');
    const first = { ...eventOf('first'), first: firing('first') };
    const answers: Record<string, RecordedEvent | Error> = { taken: first, reused };
    const by = recorder(undefined, (key) => answers[key]);

    const settled = await Promise.allSettled([
      by.record(firing('a', 'own')),
      by.record(firing('repeat', 'taken')),
      by.record(firing('repeat', 'reused')),
      by.record(firing('repeat', 'vanished')),
      by.record(firing('stale')),
    ]);

    expect(settled).toEqual([
      { status: 'fulfilled', value: eventOf('a') },
      { status: 'fulfilled', value: first },
      { status: 'rejected', reason: reused },
      { status: 'fulfilled', value: undefined },
      { status: 'fulfilled', value: undefined },
    ]);
    expect(recalled).toEqual(['taken', 'reused', 'vanished']);
    expect(handedOver).toEqual(['a']);
  });

  it('keeps a failing look-up of keys from those who wrote', async () => {
    const by = recorder(undefined, () => {
      throw new Error('away');
    });
    const settled = await Promise.allSettled([by.record(firing('a')), by.record(firing('repeat', 'taken'))]);

    expect(settled).toEqual([
      { status: 'fulfilled', value: eventOf('a') },
      { status: 'rejected', reason: new Error('away') },
    ]);
    expect(handedOver).toEqual(['a']);
  });

  it('looks no key up when none was lost', async () => {
    await record(recorder(), 'a', 'stale');

    expect(recalled).toEqual([]);
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
