import {
  createPostgresBackend,
  runMigrations,
  setDefaultBackendFactory,
  type ConnectionOptions,
} from 'bullmq';
import pg from 'pg';
import type { Config } from '@app/config';

const SCHEMA = 'bullmq';
/** A queue or worker on PostgreSQL owns a pool of this size, beside the platform's own. */
const POOL_SIZE = 4;

/**
 * Decides, once per process and before Nest starts, where BullMQ keeps its jobs. Redis needs no choosing: it is what
 * BullMQ does unless told otherwise.
 */
export function chooseQueueBackend(config: Config): void {
  if (config.queue.backend === 'postgres') setDefaultBackendFactory(createPostgresBackend);
}

/** Connection of a queue (`fail fast`: a producer must not wait for a Redis that is away) or of a worker. */
export function queueConnection(config: Config, role: 'producer' | 'consumer'): ConnectionOptions {
  if (config.queue.backend === 'postgres') {
    return {
      connectionString: config.database.url,
      max: POOL_SIZE,
      schema: SCHEMA,
    };
  }
  return {
    url: config.queue.redisUrl,
    connectTimeout: 5000,
    retryStrategy: (tries) => Math.min(tries * 100, 1000),
    ...(role === 'producer'
      ? { enableOfflineQueue: false, maxRetriesPerRequest: 1 }
      : { enableOfflineQueue: true, maxRetriesPerRequest: null }),
  };
}

/** Brings BullMQ's own schema up to date; on Redis there is none. */
export async function migrateQueue(config: Config): Promise<void> {
  if (config.queue.backend !== 'postgres') return;
  const client = new pg.Client({ connectionString: config.database.url });
  await client.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    await client.end();
  }
}
