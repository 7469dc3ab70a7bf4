import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProjectRef } from '@app/auth';
import type { FeedFilter } from '@app/deliveries';

/** What a client of the stream wants to hear of. */
export interface Interest {
  project: ProjectRef;
  filter: FeedFilter;
}

/** What may wait for a client beyond what its socket takes. It is dropped when more comes before it has taken that. */
const MOST_WAITING = 1024 * 1024;

/** One client of the stream. Who wants the same gets the same bytes, and no more than a bounded amount ever waits for one. */
export class StreamReader {
  /** Whether it was cut off for being slow. */
  tooSlow = false;

  constructor(
    private readonly response: Writable,
    readonly interest: Interest,
  ) {
    response.on('error', () => {}); // the connection is gone, and `close` follows
  }

  get closed(): boolean {
    return this.response.destroyed || this.response.writableEnded;
  }

  onceClosed(then: () => void): void {
    if (this.response.closed) then();
    else this.response.once('close', then);
  }

  /** One that is too slow is cut off. It knows the id of what it got, and can resume. */
  write(chunk: Buffer): void {
    if (this.closed) return;
    if (this.response.writableLength > MOST_WAITING) this.cutOff();
    else this.response.write(chunk);
  }

  /** Settles when it has taken what was written, or is closed; it is cut off if it does not within `patienceMs`. */
  async taken(patienceMs: number): Promise<void> {
    if (this.closed || !this.response.writableNeedDrain) return;
    const settled = new AbortController();
    const { signal } = settled;
    const how = await Promise.race([
      once(this.response, 'drain', { signal }),
      once(this.response, 'close', { signal }),
      delay(patienceMs, 'late', { signal }),
    ]);
    settled.abort();
    if (how === 'late') this.cutOff();
  }

  /** Says goodbye; the connection is cut off if that is not taken within `patienceMs`. */
  end(patienceMs: number): void {
    if (this.closed) return;
    this.response.end();
    const timer = setTimeout(() => this.response.destroy(), patienceMs);
    this.response.once('close', () => clearTimeout(timer));
  }

  private cutOff(): void {
    this.tooSlow = true;
    this.response.destroy();
  }
}
