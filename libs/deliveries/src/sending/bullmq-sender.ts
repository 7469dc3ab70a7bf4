import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createRedisBackend, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { timeoutError, within } from '@app/clock';
import { AddressGuard } from '../destinations/address-guard.js';
import { ADDRESS_NOT_ALLOWED, AddressNotAllowedError } from '../destinations/address-guard.js';
import { resultOf, type SendResult } from './attempt.js';
import { describeRedisFailure } from './describe-redis-failure.js';
import { guardedConnector } from './guarded-connector.js';
import type { QueueJob } from './queue-job.js';

/** Queues that are kept connected at once, and for how long after the last job: longer than a job may take. */
const MAX_QUEUES = 200;
const IDLE_MS = 90_000;
/** How long BullMQ keeps a completed job, and with it the memory of its id, by which it drops a repeat. */
const KEEP_COMPLETED_S = 24 * 3600;

interface Connection {
  redis: Redis;
  queue: Queue;
  /** The last thing that went wrong with it; what a command fails with is often less telling. */
  failure: Error | undefined;
}

/** Adds one job to a queue of the user's own and reports what came of it. It never throws. */
@Injectable()
export class BullmqSender implements OnApplicationShutdown {
  private readonly connections = new LRUCache<string, Connection>({
    max: MAX_QUEUES,
    ttl: IDLE_MS,
    ttlAutopurge: true,
    updateAgeOnGet: true,
    dispose: (connection) => void close(connection),
  });

  constructor(private readonly guard: AddressGuard) {}

  async send(job: QueueJob): Promise<SendResult> {
    const began = performance.now();
    const result = (rest: Partial<SendResult>): SendResult =>
      resultOf({ durationMs: Math.round(performance.now() - began), ...rest });
    if (job.guarded && this.guard.refusesLiteral(new URL(job.redisUrl)))
      return result({ error: ADDRESS_NOT_ALLOWED, refused: true });
    const key = JSON.stringify([job.redisUrl, job.prefix, job.queue]);
    let connection: Connection | undefined;
    try {
      connection = this.connections.get(key) ?? this.open(key, job);
      await within(job.timeoutMs, add(connection, job), timeoutError);
      return result({ queued: true });
    } catch (error) {
      const failure = connection?.failure ?? (error as Error);
      if (connection && this.connections.peek(key) === connection) this.connections.delete(key);
      return failure instanceof AddressNotAllowedError
        ? result({ error: ADDRESS_NOT_ALLOWED, refused: true })
        : result({ error: describeRedisFailure(failure, job.timeoutMs) });
    }
  }

  onApplicationShutdown(): void {
    this.connections.clear();
  }

  private open(key: string, { redisUrl, prefix, queue: name, guarded, timeoutMs }: QueueJob): Connection {
    const redis = new Redis(redisUrl, {
      Connector: guardedConnector(guarded ? this.guard.lookup : undefined),
      connectionName: 'event-trigger-platform',
      connectTimeout: timeoutMs,
      enableReadyCheck: false,
      lazyConnect: true,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null, // the delivery is tried again, and with it the look-up of the name
    });
    const connection: Connection = {
      redis,
      queue: new Queue(
        name,
        { connection: redis, prefix, skipVersionCheck: true, skipMetasUpdate: true },
        createRedisBackend,
      ),
      failure: undefined,
    };
    const note = (error: Error) => {
      connection.failure ??= error;
    };
    redis.on('error', note);
    connection.queue.on('error', note);
    redis.once('end', () => {
      if (this.connections.peek(key) === connection) this.connections.delete(key);
    });
    this.connections.set(key, connection);
    return connection;
  }
}

function add({ queue }: Connection, { id, name, data }: QueueJob): Promise<unknown> {
  return queue.add(name, data, { jobId: id, removeOnComplete: { age: KEEP_COMPLETED_S } });
}

async function close({ queue, redis }: Connection): Promise<void> {
  await queue.close().catch(() => {});
  redis.disconnect();
}
