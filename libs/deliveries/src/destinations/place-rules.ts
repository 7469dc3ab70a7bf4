import { Injectable } from '@nestjs/common';
import { Config } from '@app/config';
import type { Fault } from '@app/errors';
import { ADDRESS_NOT_ALLOWED, AddressGuard } from './address-guard.js';
import { QUEUE_PREFIX, type DestinationDefinition } from './destination-definition.js';

/** Where this installation lets destinations be. Names are judged when they are resolved, at each try. */
@Injectable()
export class PlaceRules {
  constructor(
    private readonly guard: AddressGuard,
    private readonly config: Config,
  ) {}

  /** What is wrong with the place of a definition, pointed at below `at`. */
  faultsOf(
    { kind = 'http', url, redis_url, prefix = QUEUE_PREFIX }: DestinationDefinition,
    at = '',
  ): Fault[] {
    if (kind === 'http') return this.literalFaults(url, `${at}/url`);
    return [
      ...this.literalFaults(redis_url, `${at}/redis_url`),
      ...(redis_url === undefined && this.config.delivery.redisUrl === undefined
        ? [
            {
              pointer: `${at}/redis_url`,
              detail: "is needed: this installation does not lend the platform's own Redis",
            },
          ]
        : []),
      // whatever Redis it is: two names for one server cannot be told apart
      ...(prefix === this.config.queue.namespace
        ? [{ pointer: `${at}/prefix`, detail: "is the prefix of the platform's own queues" }]
        : []),
    ];
  }

  private literalFaults(url: string | undefined, pointer: string): Fault[] {
    return url !== undefined && this.guard.refusesLiteral(new URL(url))
      ? [{ pointer, detail: ADDRESS_NOT_ALLOWED }]
      : [];
  }
}
