import { unavailable } from '@app/errors';

interface Options {
  /** Items of one flush, at most. */
  maxBatch: number;
  /** Items that may wait; one more is refused, so that memory stays bounded while the database is slow. */
  maxWaiting: number;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Gathers what arrives while the previous flush is on its way and flushes it as one: the more callers, the larger the
 * batches, and a lone caller waits for nobody. Each caller's promise settles with its own result after the flush.
 */
export class GroupCommit<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private running: Promise<void> | undefined;

  /** `flush` answers one result per item, in order; an Error among them is thrown to that item's caller alone. */
  constructor(
    private readonly flush: (items: Item[]) => Promise<(Result | Error)[]>,
    private readonly options: Options,
  ) {}

  /** Throws `unavailable` when too much waits already, else what the flush throws. */
  submit(item: Item): Promise<Result> {
    if (this.waiting.length >= this.options.maxWaiting)
      return Promise.reject(
        unavailable('platform.overloaded', 'Too much is waiting to be written. Try again shortly.'),
      );
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Settles when everything submitted so far has been flushed. */
  async drain(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    // One turn of the event loop: everything that is ready at this moment joins the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, this.options.maxBatch);
      await this.settle(batch);
    }
    this.running = undefined;
  }

  private async settle(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.flush(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index] as Result | Error;
        if (result instanceof Error) reject(result);
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
