import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimitedLog } from '@app/observability';
import { LeasesRepository } from './leases.repository.js';

/** A lease is renewed so often during its time: two renewals may fail. */
const RENEWALS = 3;

/**
 * Jobs that one process at a time should do. A lease is a row with an owner and an end by PostgreSQL's clock; an owner that
 * dies loses it when that comes. It spares double work and does not rule it out (an owner may be cut off from the
 * database for longer than its lease): the work has to be correct when two do it.
 */
@Injectable()
export class Leases {
  private readonly log = new RateLimitedLog(Leases.name);

  constructor(private readonly repository: LeasesRepository) {}

  /**
   * Does `work` unless somebody else is at it under the same name, which is answered with undefined. The lease of `ttlMs` is
   * renewed while the work goes on, and given back when it ends or fails.
   */
  async run<T>(name: string, ttlMs: number, work: () => Promise<T>): Promise<T | undefined> {
    const owner = randomUUID();
    if (!(await this.repository.take(name, owner, ttlMs))) return undefined;
    const timer = setInterval(() => void this.renew(name, owner, ttlMs), ttlMs / RENEWALS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      await this.attempt(() => this.repository.giveBack(name, owner));
    }
  }

  private renew(name: string, owner: string, ttlMs: number): Promise<void> {
    return this.attempt(async () => {
      if (await this.repository.renew(name, owner, ttlMs)) return;
      this.log.warn(`The lease of ${name} ran out while its work went on`);
    });
  }

  /** Without it the lease runs out by itself. */
  private async attempt(what: () => Promise<void>): Promise<void> {
    await what().catch((error: Error) => this.log.warn(`A lease cannot be kept: ${error.message}`));
  }
}
