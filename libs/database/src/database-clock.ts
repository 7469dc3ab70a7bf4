import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '@app/clock';
import { Database } from './database.js';

const EVERY_MS = 30_000;
const READ = { name: 'clock.read', text: 'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now' };

/** Keeps {@link Clock} on PostgreSQL's time. */
@Injectable()
export class DatabaseClock implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(DatabaseClock.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.read();
    this.timer = setInterval(
      () => void this.read().catch((error: Error) => this.logger.warn(error.message)),
      EVERY_MS,
    );
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async read(): Promise<void> {
    const before = Date.now();
    const [row] = await this.database.query<{ now: string }>(READ, []);
    this.clock.measured(Number(row!.now), before, Date.now());
  }
}
