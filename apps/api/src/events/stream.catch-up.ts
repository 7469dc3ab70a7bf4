import { Logger } from '@nestjs/common';
import { isDatabaseAway } from '@app/database';
import { earlierOf, writePosition, type Feed, type FeedPosition, type FeedTail } from '@app/deliveries';
import type { StreamReader } from './stream.reader.js';
import { Rooms } from './stream.rooms.js';

interface Waiting {
  reader: StreamReader;
  since: FeedPosition;
  /** Called at the very moment from which on the reader has to be told of what is new. */
  done: (missed?: string) => void;
}

/** Readers whose positions are this close to each other are served together: some of them are told a little twice. */
const TOGETHER_MS = 15_000;
/** Whoever has missed more than so many events and changes loads a list more quickly. */
const MOST_MISSED = 100_000;
const PATIENCE_MS = 5000;

/**
 * Tells readers what they have missed. They tend to come back all at once, after an api has gone, so one pass over what
 * happened serves them all, and there is one pass at a time.
 */
export class CatchUp {
  private readonly logger = new Logger(CatchUp.name);
  private waiting: Waiting[] = [];
  private running: Promise<void> | undefined;

  constructor(
    private readonly feed: Feed,
    private readonly tail: FeedTail,
  ) {}

  /** `done` is told why, when not all that was missed can be told. */
  add(reader: StreamReader, since: FeedPosition, done: Waiting['done']): void {
    this.waiting.push({ reader, since, done });
    this.running ??= this.run();
  }

  async settled(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve)); // whoever comes at this moment comes along
    while (this.waiting.length > 0) {
      const from = Math.min(...this.waiting.map(({ since }) => since.at));
      const group = this.waiting.filter(({ since }) => since.at <= from + TOGETHER_MS);
      this.waiting = this.waiting.filter(({ since }) => since.at > from + TOGETHER_MS);
      await this.serve(group);
    }
    this.running = undefined;
  }

  /** A position that makes a pass fail, or too long, is nobody's fault but its reader's: then the group is divided. */
  private async serve(group: Waiting[]): Promise<void> {
    try {
      await this.pass(group);
    } catch (error) {
      const half = Math.ceil(group.length / 2);
      if (group.length > 1 && !isDatabaseAway(error)) {
        await this.serve(group.slice(0, half));
        await this.serve(group.slice(half));
      } else if (error instanceof TooMuch) {
        finish(group, 'It is too much.');
      } else {
        this.logger.warn(`Readers that had come back were sent away: ${(error as Error).message}`);
        for (const { reader } of group) reader.end(PATIENCE_MS);
      }
    }
  }

  private async pass(group: Waiting[]): Promise<void> {
    const patience = new Map(group.map(({ reader }) => [reader, PATIENCE_MS]));
    const rooms = new Rooms();
    for (const { reader } of group) rooms.add(reader);
    let position = group.map(({ since }) => since).reduce(earlierOf);
    for (let missed = 0, told = false; !told;) {
      // what the others were told of before this look is in what it brings
      const { turns } = this.tail;
      const page = await this.feed.page(position);
      if (!page) return finish(group, 'It is too long ago.');
      for (const { event_ids } of page.entries) missed += event_ids.length;
      if (missed > MOST_MISSED) throw new TooMuch();
      for await (const changes of this.feed.changes(page.entries, rooms.projects)) {
        rooms.tell(changes, writePosition(position));
        await Promise.all(group.map(({ reader }) => awaited(reader, patience)));
        for (const reader of rooms.readers.filter(({ closed }) => closed)) rooms.delete(reader);
      }
      position = page.position;
      told = rooms.readers.length === 0 || (!page.more && this.tail.turns === turns);
    }
    finish(group);
  }
}

class TooMuch extends Error {}

/** Who makes the others wait for longer than that, in all of a pass, is cut off. It can resume where it is. */
async function awaited(reader: StreamReader, patience: Map<StreamReader, number>): Promise<void> {
  const began = performance.now();
  await reader.taken(Math.max(0, patience.get(reader)!));
  patience.set(reader, patience.get(reader)! - (performance.now() - began));
}

function finish(group: Waiting[], missed?: string): void {
  for (const { done } of group) done(missed);
}
