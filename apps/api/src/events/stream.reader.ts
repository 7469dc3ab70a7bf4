import type { ServerResponse } from 'node:http';

/** What may wait for a client beyond what its socket takes. It is dropped when more comes before it has taken that. */
const MOST_WAITING = 1024 * 1024;
/** How long a client that catches up may take for what waits. */
const PATIENCE_MS = 30_000;

/** One client of the stream. Nothing is ever copied for it, and no more than a bounded amount waits for it. */
export class StreamReader {
  /** Why it was ended by us, if it was. */
  ended: 'too slow' | 'told to' | undefined;

  constructor(private readonly response: ServerResponse) {
    response.on('error', () => {}); // the connection is gone; `close` follows
  }

  get closed(): boolean {
    return this.response.destroyed || this.response.writableEnded;
  }

  /** One that is too slow is cut off, and answers false ever after. It has the id of what it got, and can resume. */
  write(chunk: Buffer): boolean {
    if (this.closed) return false;
    if (this.response.writableLength > MOST_WAITING) {
      this.cut();
      return false;
    }
    this.response.write(chunk);
    return true;
  }

  /** Settles when all has been taken that was written, or when it is closed; one that takes for ever is cut off. */
  async drained(): Promise<void> {
    if (this.closed || !this.response.writableNeedDrain) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.cut();
        resolve();
      }, PATIENCE_MS);
      this.response.once('drain', resolve).once('close', resolve);
    });
    clearTimeout(timer);
  }

  /** What was written is still sent, if the client takes it within `patienceMs`. */
  end(patienceMs: number): void {
    if (this.closed) return;
    this.ended = 'told to';
    this.response.end();
    const timer = setTimeout(() => this.response.destroy(), patienceMs).unref();
    this.response.once('close', () => clearTimeout(timer));
  }

  private cut(): void {
    this.ended = 'too slow';
    this.response.destroy();
  }
}
