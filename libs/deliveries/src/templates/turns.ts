interface Waiting {
  start: () => void;
}

/**
 * Gives turns to work of many, `width` at once. Each key has one turn at a time and the keys go round, so that one whose
 * work is slow makes the others wait for one piece of it at most.
 */
export class Turns {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly running = new Set<string>();

  constructor(private readonly width: number) {}

  /** What `work` answers; undefined when its turn did not come within `patienceMs`. */
  async run<T>(key: string, work: () => Promise<T>, patienceMs: number): Promise<T | undefined> {
    if (!(await this.turn(key, patienceMs))) return undefined;
    try {
      return await work();
    } finally {
      this.running.delete(key);
      this.toTheEnd(key);
      this.next();
    }
  }

  private turn(key: string, patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const mine: Waiting = {
        start: () => {
          clearTimeout(timer);
          resolve(true);
        },
      };
      const timer = setTimeout(() => {
        this.forget(key, mine);
        resolve(false);
      }, patienceMs);
      this.waiting.set(key, [...(this.waiting.get(key) ?? []), mine]);
      this.next();
    });
  }

  private toTheEnd(key: string): void {
    const left = this.waiting.get(key);
    if (left === undefined) return;
    this.waiting.delete(key);
    this.waiting.set(key, left);
  }

  /** Starts what may start. */
  private next(): void {
    for (const [key, [first, ...rest]] of this.waiting) {
      if (this.running.size >= this.width) return;
      if (first === undefined || this.running.has(key)) continue;
      this.running.add(key);
      if (rest.length > 0) this.waiting.set(key, rest);
      else this.waiting.delete(key);
      first.start();
    }
  }

  private forget(key: string, gone: Waiting): void {
    const left = (this.waiting.get(key) ?? []).filter((one) => one !== gone);
    if (left.length > 0) this.waiting.set(key, left);
    else this.waiting.delete(key);
  }
}
