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

  /** `databaseNow` was read between the local instants `before` and `after` (all in ms since the epoch). */
  measured(databaseNow: number, before: number, after: number): void {
    this.offsetMs = Math.round(databaseNow - (before + after) / 2);
  }
}
