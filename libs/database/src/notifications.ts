import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { Config } from '@app/config';
import { RateLimitedLog } from '@app/observability';
import { Database } from './database.js';

/** Who listens to a channel. */
export interface NotificationHandler {
  heard(payload: string): void;
  /** The channel is listened to, for the first time or again: what was said before may not have been heard. */
  connected(): void;
}

const NOTIFY = { name: 'notify', text: 'SELECT pg_notify($1, $2)' };
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 5000;
const GOODBYE_MS = 1000;

/**
 * Words between processes by PostgreSQL's LISTEN and NOTIFY, on one connection of its own that is made once somebody
 * subscribes and made again, with growing delays, whenever it is lost. It delays neither start nor shutdown. What is
 * said while it is away is not heard, and behind a PgBouncer in transaction mode nothing is: whoever relies on it must
 * be correct without it.
 */
@Injectable()
export class Notifications implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new RateLimitedLog(Notifications.name);
  private readonly handlers = new Map<string, NotificationHandler[]>();
  private phase: 'new' | 'running' | 'stopped' = 'new';
  private client: pg.Client | undefined;
  private listening: Promise<void> = Promise.resolve();
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  /** Returns at once. A handler hears what its own process says, too. */
  subscribe(channel: string, handler: NotificationHandler): void {
    this.handlers.set(channel, [...(this.handlers.get(channel) ?? []), handler]);
    if (this.phase !== 'running') return;
    if (this.client) this.listen(this.client, this.listening, () => [channel]);
    else if (!this.retry) this.connect();
  }

  /** Rejects while the database is away. `payload` must be shorter than 8,000 bytes (PostgreSQL's limit). */
  async publish(channel: string, payload: string): Promise<void> {
    await this.database.query(NOTIFY, [channel, payload]);
  }

  onModuleInit(): void {
    this.phase = 'running';
    if (this.handlers.size > 0) this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.phase = 'stopped';
    clearTimeout(this.retry);
    const client = this.client;
    this.client = undefined;
    if (!client) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, GOODBYE_MS)));
    await Promise.race([client.end().catch(() => {}), late]).finally(() => clearTimeout(timer));
  }

  private connect(): void {
    this.retry = undefined;
    const client = new pg.Client({
      connectionString: this.config.database.url,
      application_name: 'event-trigger-platform notifications',
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', ({ channel, payload = '' }) => this.tell(channel, (on) => on.heard(payload)));
    client.on('error', (error) => this.lost(client, error.message));
    client.on('end', () => this.lost(client, 'the connection ended'));
    this.listen(client, client.connect(), () => [...this.handlers.keys()]);
  }

  /** Listens to channels once `before` has happened; a failure is a lost connection. */
  private listen(client: pg.Client, before: Promise<unknown>, channels: () => string[]): void {
    this.listening = before
      .then(async () => {
        for (const channel of channels()) {
          await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
          this.failures = 0;
          if (this.client === client) this.tell(channel, (on) => on.connected());
        }
      })
      .catch((error: Error) => this.lost(client, error.message));
  }

  private tell(channel: string, what: (handler: NotificationHandler) => void): void {
    for (const handler of this.handlers.get(channel) ?? []) {
      try {
        what(handler);
      } catch (error) {
        this.log.warn(`A handler of ${channel} failed: ${(error as Error).message}`);
      }
    }
  }

  /** The end of a connection is told in several ways; the first counts. */
  private lost(client: pg.Client, reason: string): void {
    if (this.client !== client) return;
    this.client = undefined;
    client.end().catch(() => {});
    this.log.warn(`Notifications of other processes are away: ${reason}`);
    const delay = Math.min(FIRST_RETRY_MS * 2 ** this.failures++, LONGEST_RETRY_MS);
    this.retry = setTimeout(() => this.connect(), delay).unref();
  }
}
