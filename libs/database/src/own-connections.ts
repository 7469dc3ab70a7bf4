import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { Config } from '@app/config';

/** A connection that somebody has to themselves. */
export interface OwnConnection {
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
}

/**
 * Connections beside the pool, for statements that may wait for long or that no transaction may contain: they would
 * keep a place of the pool from everybody else, and their settings would stay on it.
 */
@Injectable()
export class OwnConnections {
  constructor(private readonly config: Config) {}

  /**
   * Connects under this name, does the work, and ends the connection. A statement that has to wait for a lock for longer
   * than `lockTimeoutMs` fails with SQLSTATE 55P03, but not before autovacuum has given way, which PostgreSQL makes it do
   * for who has waited for `deadlock_timeout`.
   */
  async run<T>(
    name: string,
    lockTimeoutMs: number,
    work: (connection: OwnConnection) => Promise<T>,
  ): Promise<T> {
    const client = new pg.Client({
      connectionString: this.config.database.url,
      application_name: `event-trigger-platform ${name}`,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    client.on('error', () => {}); // the statement that finds the connection gone fails and says so
    await client.connect();
    try {
      await client.query(LOCK_TIMEOUT, [lockTimeoutMs]);
      return await work({ query: async (text, values) => (await client.query(text, values)).rows });
    } finally {
      await client.end().catch(() => {});
    }
  }
}

const LOCK_TIMEOUT = `
SELECT set_config('lock_timeout', ceil(extract(epoch FROM current_setting('deadlock_timeout')::interval) * 1000 + $1::float8)::text, false)`;
