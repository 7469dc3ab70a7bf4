import { Injectable } from '@nestjs/common';

/**
 * The time that the platform goes by: PostgreSQL's. Whoever talks to the database reports the difference, so that
 * a process whose own clock is minutes off still names events by the right time.
 */
@Injectable()
export class Clock {
  private offsetMs = 0;

  /** Milliseconds since the epoch, by PostgreSQL's clock as last measured. */
  now(): number {
    return Date.now() + this.offsetMs;
  }

  /**
   * `databaseNow` was read between the local instants `before` and `after` (all in ms since the epoch). A difference that
   * this allows is kept: the middle of a round trip is a guess, and a bad one where it began with connecting.
   */
  measured(databaseNow: number, before: number, after: number): void {
    const most = databaseNow - before;
    const least = databaseNow - after - 1; // local instants are cut off to whole milliseconds
    if (this.offsetMs > least && this.offsetMs <= most) return;
    this.offsetMs = Math.round(databaseNow - (before + after) / 2);
  }
}
