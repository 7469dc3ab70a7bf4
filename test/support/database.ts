import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A database of one suite's own, to look behind the api with. */
export class TestDatabase {
  private constructor(
    readonly url: string,
    private readonly pool: pg.Pool,
    private readonly drop: () => Promise<unknown>,
  ) {}

  /** Cloned from the template in which every migration is applied. */
  static async clone(): Promise<TestDatabase> {
    const admin = inject('databaseUrl');
    const name = `test_${randomBytes(6).toString('hex')}`;
    await execute(admin, `CREATE DATABASE ${name} TEMPLATE ${inject('templateDatabase')}`);
    const url = new URL(admin);
    url.pathname = `/${name}`;
    return TestDatabase.at(url.href, () => execute(admin, `DROP DATABASE ${name} WITH (FORCE)`));
  }

  /** One that somebody else has made, and removes. */
  static at(url: string, drop: () => Promise<unknown> = async () => {}): TestDatabase {
    const pool = new pg.Pool({ connectionString: url, max: 3 });
    pool.on('error', () => {}); // the server may go away under it: some tests are about that
    return new TestDatabase(url, pool, drop);
  }

  async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, values)).rows;
  }

  /** The one number that `sql` answers. */
  async count(sql: string, values: unknown[] = []): Promise<number> {
    const [row] = await this.query<Record<string, string>>(sql, values);
    return Number(Object.values(row ?? {})[0]);
  }

  /** Keeps everybody else out of tables until the answer is called; in the mode `SHARE` only those who write. */
  async lock(tables: string, mode = 'ACCESS EXCLUSIVE'): Promise<() => Promise<void>> {
    const client = await this.pool.connect();
    await client.query(`BEGIN; LOCK TABLE ${tables} IN ${mode} MODE`);
    return async () => {
      await client.query('ROLLBACK');
      client.release();
    };
  }

  /** A transaction that has read every event and delivery, and goes on until it is told to end. */
  async reader(): Promise<{ end: () => Promise<void> }> {
    const client = await this.pool.connect();
    await client.query(
      'BEGIN; SELECT FROM events LIMIT 1; SELECT FROM deliveries LIMIT 1; SELECT FROM event_labels LIMIT 1',
    );
    return {
      end: async () => {
        await client.query('COMMIT');
        client.release();
      },
    };
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.drop();
  }
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
