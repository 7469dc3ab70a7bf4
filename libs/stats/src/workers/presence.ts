import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '@app/config';
import { RateLimitedLog } from '@app/observability';
import { WorkersRepository } from './workers.repository.js';

const BEAT_MS = 5000;

/** Says that this worker is there, whatever its roles, for people who want to know. A worker without it works all the same. */
@Injectable()
export class Presence implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new RateLimitedLog(Presence.name);
  private readonly id = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: WorkersRepository,
    private readonly config: Config,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.timer = setInterval(() => void this.beat(), BEAT_MS).unref();
    await this.beat();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
    await this.attempt(() => this.repository.leave(this.id));
  }

  private beat(): Promise<void> {
    const roles = [...this.config.worker.roles];
    const name = `${hostname()}:${process.pid}`;
    this.beating = this.attempt(() => this.repository.beat({ id: this.id, name, roles }));
    return this.beating;
  }

  private async attempt(what: () => Promise<void>): Promise<void> {
    await what().catch((error: Error) =>
      this.log.warn(`Nobody hears that this worker is there: ${error.message}`),
    );
  }
}
