import { RedisCommands } from '@app/queue';
import { type Entry, LIFETIME_MS, readEntry, writeEntry } from './entry.js';

/** Not an entry: "changed just now". */
const CHANGED = '';

/**
 * The second level: Redis, shared by all processes. Each command costs its caller some tens of ms at most and is left
 * out while Redis is away.
 */
export class SharedLevel {
  constructor(
    private readonly redis: RedisCommands,
    private readonly prefix: string,
  ) {}

  async get<T>(key: string): Promise<Entry<T> | undefined> {
    const text = await this.redis.attempt((redis) => redis.get(this.prefix + key));
    return text ? readEntry<T>(text) : undefined;
  }

  /** Kept for `ms` unless there is something already: an entry as young, or the mark of a change. */
  async add<T>(key: string, entry: Entry<T>, ms: number): Promise<void> {
    const text = writeEntry(entry);
    await this.redis.attempt((redis) => redis.set(this.prefix + key, text, 'PX', ms, 'NX'));
  }

  /**
   * Leaves a mark in place of the entries for as long as a load that began before the change could be kept: deleting
   * them would let such a load, on its way in another process, put the old state back.
   */
  async changed(keys: string[]): Promise<void> {
    await this.redis.attempt(
      (redis) => Promise.all(keys.map((key) => redis.set(this.prefix + key, CHANGED, 'PX', LIFETIME_MS))),
      { insist: true },
    );
  }
}
