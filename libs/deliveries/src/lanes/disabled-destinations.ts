import { Injectable, Logger } from '@nestjs/common';

/** Where it is told that the platform has turned a destination off (`destination.disabled`), once that is committed. */
@Injectable()
export class DisabledDestinations {
  private readonly logger = new Logger(DisabledDestinations.name);

  announce(id: string, reason: string): void {
    this.logger.warn(`Destination ${id} was turned off: ${reason}`);
  }
}
