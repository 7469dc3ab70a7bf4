import { once } from 'node:events';
import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Config } from '@app/config';
import type { Feed, FeedChange, FeedFilter, FeedPosition } from '@app/deliveries';
import { chunkOf, heartbeatChunk, openingChunk } from './stream.chunk.js';
import { StreamHub } from './stream.hub.js';
import { StreamReader } from './stream.reader.js';

const PROJECT = { id: 'p', slug: 'default' };

/** A client's connection. Until it is told to it takes nothing. */
class Connection extends Writable {
  text = '';
  takes = true;
  private waiting: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (!this.takes) this.waiting = done;
    else {
      this.text += chunk.toString();
      done();
    }
  }

  take(): void {
    this.takes = true;
    this.waiting?.();
  }

  get events(): number[] {
    return [...this.text.matchAll(/"id":"e(\d+)"/g)].map(([, n]) => Number(n));
  }
  get lastEventId(): string {
    return [...this.text.matchAll(/^id: (.*)$/gm)].at(-1)![1]!;
  }
}

const eventOf = (n: number) =>
  ({
    id: `e${n}`,
    project_id: PROJECT.id,
    labels: {},
    source: 'api',
    scheduled_for: null,
  }) as unknown as FeedChange['event'];

/** A database in which event n was made by transaction n; every look at it takes a while. */
class FakeFeed {
  made = 100;
  /** Looks that have ended, and what the next one is held back for, and what comes after the next change. */
  looks = 0;
  hold: { page?: Promise<void>; change?: Promise<void> } = {};
  private readonly pause = () => delay(Math.random() * 4);
  private at = (n: number): FeedPosition => ({ at: Date.now(), snapshot: `${n}:${n}:` });

  async now(): Promise<FeedPosition> {
    await this.pause();
    return this.at(this.made);
  }

  async page({ snapshot }: FeedPosition) {
    await this.pause();
    const from = Number(snapshot.split(':')[1]);
    const to = Math.min(this.made, from + 5);
    const entries = Array.from({ length: to - from }, (_, index) => ({ event_ids: [from + index] }));
    const more = to < this.made;
    const held = this.hold.page;
    delete this.hold.page;
    await (held ?? this.pause());
    this.looks++;
    return { entries, position: this.at(to), more };
  }

  async *changes(entries: { event_ids: number[] }[], _projects: string[]): AsyncGenerator<FeedChange[]> {
    for (const { event_ids } of entries) {
      await this.pause();
      yield event_ids.map((n) => ({ event: eventOf(n) }));
      await this.hold.change;
    }
  }
}

describe('The stream', () => {
  const hubs: StreamHub[] = [];
  afterEach(async () => {
    vi.useRealTimers();
    await Promise.all(hubs.splice(0).map((hub) => hub.close()));
  });

  function newHub(streamReaders = 100) {
    const feed = new FakeFeed();
    const hub = new StreamHub(feed as unknown as Feed, { http: { streamReaders } } as Config);
    hubs.push(hub);
    return { feed, hub };
  }
  async function follow(
    hub: StreamHub,
    lastEventId?: string,
    admitted = async () => true,
    filter: FeedFilter = {},
  ) {
    const connection = new Connection();
    await hub.admit();
    hub.welcome(new StreamReader(connection, { project: PROJECT, filter }), admitted, lastEventId);
    return connection;
  }
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
  const unique = (numbers: number[]) => [...new Set(numbers)].toSorted((a, b) => a - b);

  it('misses nothing for whoever comes back while more happens', async () => {
    const { feed, hub } = newHub();
    const first = await follow(hub);
    feed.made = 150;
    const resumed = await Promise.all(
      range(0, 60).map(async (n) => {
        await delay(n * 10);
        feed.made += 2;
        return follow(hub, first.lastEventId);
      }),
    );
    await vi.waitFor(
      () => {
        for (const { events } of [first, ...resumed]) expect(unique(events)).toEqual(range(100, feed.made));
      },
      { timeout: 10_000 },
    );
  });

  it('misses nothing that the others are told between the last look and the joining', async () => {
    const { feed, hub } = newHub();
    const first = await follow(hub);
    await vi.waitFor(() => expect(feed.looks).toBe(1));
    let release = (): void => {};
    let goOn = (): void => {};
    feed.hold = {
      page: new Promise((resolve) => (release = resolve)),
      change: new Promise((resolve) => (goOn = resolve)),
    };
    const resumed = await follow(hub, first.lastEventId);
    await vi.waitFor(() => expect(feed.hold.page).toBeUndefined());
    feed.made += 2;
    await vi.waitFor(() => expect(first.events).toEqual([100]));
    release();
    await delay(20);
    goOn();

    await vi.waitFor(() => expect(unique(resumed.events)).toEqual([100, 101]));
  });

  it('misses nothing when the database was away for a moment', async () => {
    const { feed, hub } = newHub();
    const first = await follow(hub);
    const away = vi.spyOn(feed, 'changes').mockImplementationOnce(async function* () {
      yield [{ event: eventOf(100) }];
      throw new Error('away');
    });
    feed.made = 103;

    await vi.waitFor(() => expect(unique(first.events)).toEqual([100, 101, 102]), { timeout: 5000 });
    expect(away).toHaveBeenCalled();
  });

  it('tells everybody to load the list again when something may be lost', async () => {
    const { feed, hub } = newHub();
    const first = await follow(hub);
    vi.spyOn(feed, 'page').mockImplementationOnce(async () => undefined as never);
    await vi.waitFor(() => expect(first.text).toContain('event: reset\ndata: {"reason":'));
    feed.made = 101;

    await vi.waitFor(() => expect(first.events).toEqual([100]));
  });

  it('drops who is too slow, and keeps what waits for it bounded', async () => {
    const { feed, hub } = newHub();
    const [slow, quick] = [await follow(hub), await follow(hub)];
    const large = vi.spyOn(feed, 'changes').mockImplementation(async function* (entries) {
      yield entries.map(() => ({ event: { ...eventOf(1), payload: { text: 'x'.repeat(600_000) } } }));
    });
    slow.takes = false;
    feed.made = 110;
    await vi.waitFor(() => expect(slow.destroyed).toBe(true), { timeout: 5000 });

    expect(slow.writableLength).toBeLessThan(10 * 610_000);
    expect(quick.destroyed).toBe(false);
    large.mockRestore();
    feed.made = 120;
    await vi.waitFor(() => expect(quick.events).toContain(119));
  });

  it('waits for a client that catches up', async () => {
    const { feed, hub } = newHub();
    const first = await follow(hub);
    feed.made = 400;
    const connection = new Connection({ highWaterMark: 1 });
    connection.takes = false;
    await hub.admit();
    hub.welcome(
      new StreamReader(connection, { project: PROJECT, filter: {} }),
      async () => true,
      first.lastEventId,
    );
    await delay(200);
    connection.take();

    await vi.waitFor(() => expect(unique(connection.events)).toEqual(range(100, 400)), { timeout: 5000 });
    expect(connection.destroyed).toBe(false);
  });

  it('keeps connections alive, and ends those whose credentials hold no more', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { hub } = newHub();
    let inForce = true;
    const [kept, ended, unknown] = [
      await follow(hub),
      await follow(hub, undefined, async () => inForce),
      await follow(hub, undefined, () => Promise.reject(new Error('away'))),
    ];
    await vi.advanceTimersByTimeAsync(15_000);
    expect(ended.text).toMatch(/\n:\nid: \S+\n\n$/);
    expect(ended.writableEnded).toBe(false);
    inForce = false;
    await vi.advanceTimersByTimeAsync(15_000);

    expect([kept, ended, unknown].map(({ writableEnded }) => writableEnded)).toEqual([false, true, false]);
  });

  it('does not keep a client that had gone before it was here', async () => {
    const { feed, hub } = newHub();
    const connection = new Connection();
    await hub.admit();
    connection.destroy();
    await once(connection, 'close');
    hub.welcome(
      new StreamReader(connection, { project: { ...PROJECT, id: 'gone' }, filter: {} }),
      async () => true,
    );
    const looked = vi.spyOn(feed, 'changes');
    const there = await follow(hub);
    feed.made++;
    await vi.waitFor(() => expect(there.events).toEqual([100]));

    expect(looked.mock.calls.map(([, projects]) => projects)).toEqual([[PROJECT.id]]);
  });

  it('sends away alone whoever comes back with a position that cannot be read from', async () => {
    const { feed, hub } = newHub();
    const first = await follow(hub);
    const page = feed.page.bind(feed);
    vi.spyOn(feed, 'page').mockImplementation(async (position) => {
      if (position.snapshot.startsWith('1:')) throw new Error('no such snapshot');
      return page(position);
    });
    feed.made = 103;
    const at = first.lastEventId.split('-')[0]!;
    const [bad, good] = await Promise.all([follow(hub, `${at}-1:1:`), follow(hub, first.lastEventId)]);

    await vi.waitFor(() => expect(unique(good.events)).toEqual([100, 101, 102]));
    await vi.waitFor(() => expect(bad.writableEnded).toBe(true));
    expect(good.writableEnded).toBe(false);
  });

  it('has a limit, and seats that are left can be taken again', async () => {
    const { hub } = newHub(1);
    const only = await follow(hub);
    await expect(follow(hub)).rejects.toMatchObject({ code: 'stream.full', retryAfter: 1 });
    only.destroy();
    await vi.waitFor(() => follow(hub));
  });

  it('sends everybody away when it closes, and lets nobody in any more', async () => {
    const { hub } = newHub();
    const there = await follow(hub);
    await hub.close();

    expect(there.writableFinished).toBe(true);
    await expect(follow(hub)).rejects.toHaveProperty('code', 'stream.full');
  });
});

describe('What the stream writes', () => {
  it('is server-sent events, the last with the id', () => {
    const messages = ['a', 'b'].map((type) => Buffer.from(`event: ${type}\ndata: {}\n`));

    expect(chunkOf(messages, '7').toString()).toBe('event: a\ndata: {}\n\nevent: b\ndata: {}\nid: 7\n\n');
    expect(openingChunk(1500).toString()).toBe('retry: 1500\n\n');
    expect(openingChunk(1500, '7').toString()).toBe('retry: 1500\nid: 7\n\n');
    expect(heartbeatChunk().toString()).toBe(':\n\n');
    expect(heartbeatChunk('7').toString()).toBe(':\nid: 7\n\n');
  });
});
