const HALF_MS = 500;

/** How many times a second something happens, over the last half to whole second, in two counters. */
export class Pace {
  private since: number;
  private count = 0;
  private before = 0;
  /** Of a pace that began just now less than a whole half lies behind. */
  private beforeMs = 0;

  constructor(now: number) {
    this.since = now;
  }

  note(now: number): void {
    this.turn(now);
    this.count++;
  }

  perSecond(now: number): number {
    this.turn(now);
    const elapsed = this.beforeMs + now - this.since;
    return elapsed > 0 ? ((this.before + this.count) * 1000) / elapsed : 0;
  }

  private turn(now: number): void {
    const elapsed = now - this.since;
    if (elapsed < HALF_MS) return;
    const stale = elapsed >= 2 * HALF_MS;
    this.before = stale ? 0 : this.count;
    this.beforeMs = HALF_MS;
    this.since = stale ? now : this.since + HALF_MS;
    this.count = 0;
  }
}
