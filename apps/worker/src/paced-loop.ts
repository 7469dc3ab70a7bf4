import { type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { RateLimitedLog } from '@app/observability';

const LONGEST_MS = 1000;
const SHORTEST_MS = 5;

/** Milliseconds until the next turn has something to do; null: unknown; `more`: now. */
export type Turned = number | null | 'more';

/**
 * Runs `turn` again and again while the worker runs, at once when it says that there is more to do. Otherwise it sleeps
 * until there is something: never longer than a second, so that a missed wake-up costs no more than that, and for some
 * milliseconds at the least, so that what comes in quick succession shares a turn and what somebody else holds is not asked
 * for in a rush. A failed turn is said and tried again after a second.
 */
export abstract class PacedLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new RateLimitedLog(this.constructor.name);
  private running: Promise<void> | undefined;
  private stopping = false;
  private wakeAt = Infinity;
  private interrupt: (() => void) | undefined;

  onApplicationBootstrap(): void {
    this.running ??= this.run();
  }

  /** Makes sure that a turn begins in at most this many milliseconds. */
  wakeIn(ms: number): void {
    const at = performance.now() + ms;
    if (at >= this.wakeAt) return;
    this.wakeAt = at;
    this.interrupt?.();
  }

  /** Settles when the turn under way has ended. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.interrupt?.();
    await this.running;
  }

  protected abstract turn(): Promise<Turned>;

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.wakeAt = Infinity;
      const idleMs = await this.turn().catch((error: Error) => {
        this.log.warn(`A turn failed: ${error.message}`);
        return LONGEST_MS;
      });
      if (idleMs === 'more') continue;
      const pause = Math.min(Math.max(idleMs ?? LONGEST_MS, SHORTEST_MS), LONGEST_MS);
      await this.sleepUntil(performance.now() + pause);
    }
  }

  /** A wake-up may come during the turn or during the sleep; either way the earliest instant counts. */
  private async sleepUntil(at: number): Promise<void> {
    this.wakeAt = Math.min(this.wakeAt, at);
    while (!this.stopping) {
      const left = this.wakeAt - performance.now();
      if (left <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.interrupt = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
