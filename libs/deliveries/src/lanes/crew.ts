import { randomUUID } from 'node:crypto';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { RateLimitedLog } from '@app/observability';
import { LaneViewRepository } from './lane-view.repository.js';
import { Lanes } from './lanes.js';

const BEAT_MS = 2000;

/** This worker among those that deliver: together they keep what a destination allows, each its part of it. */
@Injectable()
export class Crew implements BeforeApplicationShutdown {
  private readonly log = new RateLimitedLog(Crew.name);
  private readonly id = randomUUID();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly repository: LaneViewRepository,
    private readonly lanes: Lanes,
  ) {}

  /** Before the first delivery, so that the others make room for it. Never rejects. */
  async join(): Promise<void> {
    this.timer = setInterval(() => void this.beat(), BEAT_MS).unref();
    await this.beat();
    await this.lanes.refresh();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.timer) return;
    clearInterval(this.timer);
    await this.attempt(async () => {
      await this.repository.leave(this.id);
      await this.repository.tell();
    });
  }

  private beat(): Promise<void> {
    return this.attempt(async () => {
      if (await this.repository.beat(this.id)) await this.repository.tell();
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    await work().catch((error: Error) =>
      this.log.warn(`Other workers do not hear of this one: ${error.message}`),
    );
  }
}
