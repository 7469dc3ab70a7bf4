import { LRUCache } from 'lru-cache';
import { type Clock } from '@app/clock';
import { type Entry, remaining } from './entry.js';
import { type SharedLevel } from './shared-level.js';

export interface CacheOptions<T> {
  /** Unique in the process; a value of another shape needs another name, since versions may run side by side. */
  name: string;
  /** Values kept in memory; the least recently used go first. */
  max: number;
  load: (key: string) => Promise<T | undefined>;
}

export interface Cache<T> {
  /** The value, at most 5 s old, undefined if there is none; rejects as its load does. Not to be changed by its caller. */
  get(key: string): Promise<T | undefined>;
  /**
   * To be called after the commit of a change: drops the keys here, in Redis and in every other process. Never
   * rejects: what the word does not reach is over after 5 s.
   */
  invalidate(...keys: string[]): Promise<void>;
}

interface Load<T> {
  began: number;
  result: Promise<T | undefined>;
}

/** Memory over Redis over a load. Absence is not kept. Both levels count the 5 s from the beginning of the load. */
export class LeveledCache<T> {
  private readonly memory: LRUCache<string, Entry<T>>;
  /** The loads whose results may still be kept: one that a change overtakes is taken out. */
  private readonly loads = new Map<string, Load<T>>();

  constructor(
    private readonly options: CacheOptions<T>,
    private readonly clock: Clock,
    private readonly shared: SharedLevel,
  ) {
    this.memory = new LRUCache({ max: options.max });
  }

  get(key: string): Promise<T | undefined> {
    const kept = this.memory.get(key);
    if (kept && this.isFresh(kept)) return Promise.resolve(kept.value);
    const load = this.loads.get(key);
    return load && this.isFresh(load) ? load.result : this.begin(key);
  }

  /** Drops keys from memory, and sees to it that loads under way are not kept. */
  drop(keys: string[]): void {
    for (const key of keys) {
      this.memory.delete(key);
      this.loads.delete(key);
    }
  }

  dropAll(): void {
    this.memory.clear();
    this.loads.clear();
  }

  private begin(key: string): Promise<T | undefined> {
    const load: Load<T> = { began: this.clock.now(), result: Promise.resolve(undefined) };
    this.loads.set(key, load);
    load.result = this.find(key, load).finally(() => {
      if (this.loads.get(key) === load) this.loads.delete(key);
    });
    return load.result;
  }

  private async find(key: string, load: Load<T>): Promise<T | undefined> {
    const found = await this.shared.get<T>(key);
    if (found && this.isFresh(found)) {
      if (this.loads.get(key) === load) this.memory.set(key, found);
      return found.value;
    }
    const began = this.clock.now();
    const value = await this.options.load(key);
    const ms = remaining({ began }, this.clock.now());
    if (value === undefined || ms === 0 || this.loads.get(key) !== load) return value;
    this.memory.set(key, { value, began });
    void this.shared.add(key, { value, began }, ms);
    return value;
  }

  private isFresh(entry: { began: number }): boolean {
    return remaining(entry, this.clock.now()) > 0;
  }
}
