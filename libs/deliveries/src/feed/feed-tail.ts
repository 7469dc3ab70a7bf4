import { RateLimitedLog } from '@app/observability';
import type { Feed, FeedChange } from './feed.js';
import type { FeedPosition } from './feed-position.js';

/** Who is told what happens. */
export interface FeedFollower {
  /** As long as it does the feed is looked at. */
  follows(): boolean;
  /** Changes of these projects are told. */
  projects(): string[];
  changed(changes: FeedChange[]): void;
  /** Something may have happened that nobody can be told of any more. */
  lost(): void;
}

const EVERY_MS = 250;
const AFTER_A_FAILURE_MS = 1000;
/**
 * A position is given away when it is this old. What an aborted transaction leaves behind is safe on disk by then; after
 * a crash PostgreSQL could give the number of a younger one away again, and a position that saw its end would miss that.
 */
const SETTLED_MS = 1000;

/** Follows the feed for all readers of a process together. Nothing is asked of the database while there are none. */
export class FeedTail {
  private readonly log = new RateLimitedLog(FeedTail.name);
  /** Oldest first: one that is settled, and those after it. */
  private positions: { position: FeedPosition; since: number }[] = [];
  private starting: Promise<void> | undefined;
  private running: Promise<void> | undefined;
  private interrupt: (() => void) | undefined;
  private stopping = false;
  private looked = 0;

  constructor(
    private readonly feed: Feed,
    private readonly follower: FeedFollower,
  ) {}

  /** Where whoever has been told everything so far may go on: slightly before the present, so that some is repeated. */
  get resumeAt(): FeedPosition {
    return this.positions[0]!.position;
  }

  /** How many looks there were: while this stays the same, the follower is told of nothing newer than before. */
  get turns(): number {
    return this.looked;
  }

  /** Settles when the follower is going to be told of what is committed from now on. Rejects while PostgreSQL is away. */
  start(): Promise<void> {
    this.starting ??= this.begin().catch((error: unknown) => {
      this.starting = undefined;
      throw error;
    });
    return this.starting;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.interrupt?.();
    await this.running;
  }

  private async begin(): Promise<void> {
    this.positions = [{ position: await this.feed.now(), since: performance.now() }];
    this.running = this.run();
  }

  private async run(): Promise<void> {
    while (!this.stopping && this.follower.follows()) {
      const pause = await this.turn().catch((error: Error) => {
        this.log.warn(`The live feed is behind: ${error.message}`);
        this.positions.splice(1);
        return AFTER_A_FAILURE_MS;
      });
      if (pause > 0) await this.sleep(pause);
    }
    this.starting = undefined;
  }

  /** Answers how long to wait for the next one. */
  private async turn(): Promise<number> {
    const page = await this.feed.page(this.positions.at(-1)!.position);
    this.looked++; // before anybody is told: who is only about to follow may have to look again
    if (!page) {
      this.positions = [{ position: await this.feed.now(), since: performance.now() }];
      this.follower.lost();
      return 0;
    }
    const { entries, position, more } = page;
    for await (const changes of this.feed.changes(entries, this.follower.projects()))
      this.follower.changed(changes);
    this.positions.push({ position, since: performance.now() });
    while (this.positions[1] && this.positions[1].since < performance.now() - SETTLED_MS)
      this.positions.shift();
    return more ? 0 : EVERY_MS;
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
