import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '@app/clock';
import { ApiKeysRepository } from './api-keys.repository.js';

const EVERY_MS = 30_000;

/** Remembers when keys were used and writes it down now and then, so that no request waits for it. */
@Injectable()
export class LastUsed implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(LastUsed.name);
  private uses = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly repository: ApiKeysRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.write(), EVERY_MS);
  }

  note(keyId: string): void {
    this.uses.set(keyId, this.clock.now());
  }

  /** Never fails: what could not be written is left to the next use. */
  async write(): Promise<void> {
    if (this.uses.size === 0) return;
    const uses = [...this.uses].map(([id, at]) => ({ id, at: new Date(at) }));
    this.uses = new Map();
    await this.repository
      .touch(uses)
      .catch((error: Error) => this.logger.warn(`Last uses of keys are lost: ${error.message}`));
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }
}
