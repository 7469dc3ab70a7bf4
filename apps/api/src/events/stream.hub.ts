import { Injectable } from '@nestjs/common';
import { Config } from '@app/config';
import { Feed, FeedTail, readPosition, writePosition, type FeedChange } from '@app/deliveries';
import { unavailable } from '@app/errors';
import { RateLimitedLog } from '@app/observability';
import { CatchUp } from './stream.catch-up.js';
import { chunkOf, heartbeatChunk, openingChunk } from './stream.chunk.js';
import type { StreamReader } from './stream.reader.js';
import { Rooms } from './stream.rooms.js';
import { resetMessage } from './stream.view.js';

/** Whether the credentials that a reader came with would still let it in. */
type StillAdmitted = () => Promise<boolean>;

const HEARTBEAT_MS = 15_000;
/** Clients are told to come back at different times: they may all be sent away at once. */
const RETRY_MS = { from: 1000, to: 5000 };
const GOODBYE_MS = 1000;

/** All clients of the stream of this process: who is there, and what they are told. */
@Injectable()
export class StreamHub {
  private readonly log = new RateLimitedLog(StreamHub.name);
  private readonly tail: FeedTail;
  private readonly catchUp: CatchUp;
  private readonly readers = new Map<StreamReader, StillAdmitted>();
  /** Those who hear of everything that happens now; the others are catching up. */
  private readonly live = new Rooms();
  private heartbeat: NodeJS.Timeout | undefined;
  private seats = 0;
  private closing = false;
  private asking = false;

  constructor(
    feed: Feed,
    private readonly config: Config,
  ) {
    this.tail = new FeedTail(feed, {
      follows: () => this.seats > 0,
      projects: () => this.live.projects,
      changed: (changes: FeedChange[]) => this.live.tell(changes, this.resumeId),
      lost: () => this.live.readers.forEach((reader) => this.reset(reader, 'It could not be read in time.')),
    });
    this.catchUp = new CatchUp(feed, this.tail);
  }

  /** Keeps a seat, to be filled by {@link welcome}. Throws `stream.full`, and what PostgreSQL's absence throws. */
  async admit(): Promise<void> {
    if (this.closing || this.seats >= this.config.http.streamReaders)
      throw unavailable('stream.full', 'The stream has as many readers as it can have. Try again shortly.');
    this.seats++;
    try {
      await this.tail.start();
    } catch (error) {
      this.seats--;
      throw error;
    }
  }

  /** From here on the reader is told what happens, after what it has missed since `lastEventId`. */
  welcome(reader: StreamReader, stillAdmitted: StillAdmitted, lastEventId?: string): void {
    this.readers.set(reader, stillAdmitted);
    this.heartbeat ??= setInterval(() => void this.beat(), HEARTBEAT_MS);
    reader.onceClosed(() => this.leave(reader));
    const retryMs = Math.round(RETRY_MS.from + Math.random() * (RETRY_MS.to - RETRY_MS.from));
    if (reader.closed) return; // gone before it was here
    if (this.closing) return reader.end(GOODBYE_MS);
    if (lastEventId === undefined) {
      reader.write(openingChunk(retryMs, this.resumeId));
      return this.live.add(reader);
    }
    reader.write(openingChunk(retryMs));
    const since = readPosition(lastEventId);
    const join = (missed?: string): void => {
      if (reader.closed) return;
      if (missed === undefined) reader.write(heartbeatChunk(this.resumeId));
      else this.reset(reader, missed);
      this.live.add(reader);
    };
    if (since) this.catchUp.add(reader, since, join);
    else join('The Last-Event-ID is none of ours.');
  }

  /** Sends everybody away: before the server closes, which waits for its connections. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.all(
      [...this.readers.keys()].map((reader) => {
        reader.end(GOODBYE_MS);
        return new Promise<void>((resolve) => reader.onceClosed(resolve));
      }),
    );
    await this.catchUp.settled();
    await this.tail.stop();
  }

  private get resumeId(): string {
    return writePosition(this.tail.resumeAt);
  }

  private reset(reader: StreamReader, reason: string): void {
    reader.write(chunkOf([resetMessage({ reason: `${reason} Load the list again.` })], this.resumeId));
  }

  private leave(reader: StreamReader): void {
    if (!this.readers.delete(reader)) return;
    this.live.delete(reader);
    this.seats--;
    if (reader.tooSlow) this.log.warn('A reader of the stream was too slow and has been dropped');
    if (this.readers.size > 0) return;
    clearInterval(this.heartbeat);
    this.heartbeat = undefined;
  }

  private async beat(): Promise<void> {
    const isLive = new Set(this.live.readers);
    const alive = heartbeatChunk(this.resumeId);
    for (const reader of this.readers.keys()) reader.write(isLive.has(reader) ? alive : heartbeatChunk());
    // whether credentials still hold cannot be told while PostgreSQL is away, and nothing is told then either
    if (this.asking) return; // PostgreSQL is slow to answer: the round before is not over
    this.asking = true;
    for (const [reader, stillAdmitted] of this.readers)
      if (!(await stillAdmitted().catch(() => true))) reader.end(GOODBYE_MS);
    this.asking = false;
  }
}
