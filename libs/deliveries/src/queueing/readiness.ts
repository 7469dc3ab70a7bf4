import { Injectable } from '@nestjs/common';
import { timeoutError, within } from '@app/clock';
import { Database } from '@app/database';
import { DeliveryQueue } from './delivery-queue.js';

export interface ReadinessReport {
  status: 'ok' | 'degraded' | 'unavailable';
  database: 'ok' | 'away';
  queue: 'ok' | 'away';
}

const PATIENCE_MS = 3000;
const PING = { name: 'ping', text: 'SELECT 1' };

/**
 * Whether a process can do its work. Without the queue it is degraded and not unready: firings are accepted all the
 * same, so a load balancer must not take the api away.
 */
@Injectable()
export class Readiness {
  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
  ) {}

  async check(): Promise<ReadinessReport> {
    const [database, queue] = await Promise.all([
      answers(this.database.query(PING, [])),
      answers(this.queue.ping()),
    ]);
    return {
      status: database ? (queue ? 'ok' : 'degraded') : 'unavailable',
      database: database ? 'ok' : 'away',
      queue: queue ? 'ok' : 'away',
    };
  }
}

function answers(ping: Promise<unknown>): Promise<boolean> {
  return within(PATIENCE_MS, ping, timeoutError).then(
    () => true,
    () => false,
  );
}
