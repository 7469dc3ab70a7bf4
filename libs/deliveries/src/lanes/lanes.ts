import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Notifications } from '@app/database';
import { RateLimitedLog } from '@app/observability';
import { CREDIT, isMetered, type Lane } from './lane.js';
import { LANES_CHANNEL, LaneViewRepository } from './lane-view.repository.js';

const REFRESH_MS = 1000;
/** A busy destination's hand-overs are counted again no sooner than this. */
const RECOUNT_MS = 50;

/**
 * What this process knows of lanes: which are metered, and how much of its credit with each direct destination it has
 * used. It asks PostgreSQL every second and at the word of a change. What it does not know yet counts as direct; the
 * worker's check puts that right.
 */
@Injectable()
export class Lanes implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new RateLimitedLog(Lanes.name);
  private metered = new Set<string>();
  private delivering = 1;
  /** Of each destination: handed over by others and by itself when last counted, and by itself since. */
  private readonly used = new Map<string, number>();
  private refreshes = 0;
  private refreshing: Promise<void> | undefined;
  private recounting: Promise<void> | undefined;
  private recountedAt = 0;
  /** Of which half the credit or more was used when they were last asked for. */
  private readonly nearlyUsed = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly repository: LaneViewRepository,
    private readonly notifications: Notifications,
  ) {}

  onModuleInit(): void {
    const refresh = () => void this.refresh();
    this.notifications.subscribe(LANES_CHANNEL, { heard: refresh, connected: refresh });
    this.timer = setInterval(refresh, REFRESH_MS).unref();
    refresh();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([this.refreshing, this.recounting]);
  }

  /** How many workers deliver; at least 1. */
  get workers(): number {
    return this.delivering;
  }

  /** For each new delivery to one of these destinations: whether it is handed over at once. Uses up credit. */
  admit(destinationIds: string[]): boolean[] {
    const admitted = destinationIds.map((id) => this.admitOne(id));
    if (this.nearlyUsed.size > 0 && performance.now() - this.recountedAt >= RECOUNT_MS)
      void this.recount([...this.nearlyUsed]);
    return admitted;
  }

  /** What this process has just written of a destination itself. */
  note(lane: Pick<Lane, 'id' | 'enabled' | 'rate_limit' | 'congested' | 'circuit_state' | 'max_in_flight'>) {
    if (isMetered(lane, this.delivering)) this.metered.add(lane.id);
    else this.metered.delete(lane.id);
  }

  /** Asks PostgreSQL again. Never rejects. One that is under way may have begun before a change, so another follows. */
  async refresh(): Promise<void> {
    const mine = ++this.refreshes;
    const before = this.refreshing;
    const refreshing = Promise.resolve(before).then(async () => {
      if (mine === this.refreshes) await this.ask();
    });
    this.refreshing = refreshing;
    await refreshing;
  }

  private admitOne(id: string): boolean {
    if (this.metered.has(id)) return false;
    const used = this.used.get(id) ?? 0;
    if (used >= CREDIT / 2) this.nearlyUsed.add(id);
    if (used >= CREDIT) return false;
    this.used.set(id, used + 1);
    return true;
  }

  private async ask(): Promise<void> {
    try {
      const { workers, metered } = await this.repository.view();
      this.delivering = Math.max(1, workers);
      this.metered = new Set(metered);
      await this.recounting; // it may have counted what has ended since
      await this.recount([...this.used.keys()]);
    } catch (error) {
      this.log.warn(`Lanes are as they were a second ago: ${(error as Error).message}`);
    }
  }

  /** What was used while PostgreSQL counted may be in the count or not: it is taken to be missing. */
  private recount(ids: string[]): Promise<void> {
    if (this.recounting) return this.recounting;
    if (ids.length === 0) return Promise.resolve();
    this.recountedAt = performance.now();
    const before = new Map(ids.map((id) => [id, this.used.get(id)!]));
    this.recounting = this.repository
      .countQueued(ids, CREDIT)
      .then((counts) => {
        for (const [id, usedBefore] of before) {
          this.nearlyUsed.delete(id);
          const used = (counts.get(id) ?? 0) + this.used.get(id)! - usedBefore;
          if (used > 0) this.used.set(id, used);
          else this.used.delete(id);
        }
      })
      .catch((error: Error) => this.log.warn(`What is queued could not be counted: ${error.message}`))
      .finally(() => (this.recounting = undefined));
    return this.recounting;
  }
}
