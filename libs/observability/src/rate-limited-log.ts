import { Logger } from '@nestjs/common';

/**
 * Says the first of a storm of like errors and then at most one a second with the number left out, so that a Redis
 * that is away does not fill a disk.
 */
export class RateLimitedLog {
  private readonly logger: Logger;
  private quietUntil = 0;
  private dropped = 0;

  constructor(
    context: string,
    private readonly intervalMs = 1000,
  ) {
    this.logger = new Logger(context);
  }

  warn(message: string): void {
    const now = Date.now();
    if (now < this.quietUntil) {
      this.dropped++;
      return;
    }
    this.logger.warn(this.dropped > 0 ? `${message} (and ${this.dropped} more like it)` : message);
    this.quietUntil = now + this.intervalMs;
    this.dropped = 0;
  }
}
