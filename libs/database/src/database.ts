import { Injectable } from '@nestjs/common';
import type { PoolClient, QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import { type EntityManager, type QueryRunner } from 'typeorm';
import { sqlState } from './database-errors.js';

/**
 * A statement. With a `name` PostgreSQL plans it once per connection and keeps the plan, also when the tables have
 * grown since. Without one it is planned at each call: for statements that join a batch with a table, whose plan for a
 * small table would be ruinous for a large one.
 */
export interface Statement {
  name?: string;
  text: string;
}

/** SQLSTATEs after which the same transaction may succeed: serialization failure and deadlock. */
const TRANSIENT = new Set(['40001', '40P01']);
const TRIES = 5;
/** Where there is no other way it sorts all the same: one page, for example. */
const NO_SORTS = '; SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off';
/** SQLSTATE of a statement that was cancelled, here by its time limit. */
const CANCELLED = '57014';

/** Hand-written SQL beside TypeORM's repositories: prepared statements, and transactions that are tried again. */
@Injectable()
export class Database {
  constructor(private readonly dataSource: DataSource) {}

  /** Rows of one prepared statement, within the transaction of `manager` if one is given. */
  async query<Row extends QueryResultRow>(
    statement: Statement,
    values: unknown[],
    manager?: EntityManager,
  ): Promise<Row[]> {
    if (manager?.queryRunner) return run<Row>(manager.queryRunner, statement, values);
    const runner = this.dataSource.createQueryRunner();
    try {
      return await run<Row>(runner, statement, values);
    } finally {
      await runner.release();
    }
  }

  /**
   * Rows of a list; undefined when it takes longer than `limitMs`, after which PostgreSQL gives it up. Without
   * `sorts` it goes through indexes in their order, however few rows it expects: it may be wrong about new slices.
   */
  async read<Row extends QueryResultRow>(
    statement: Statement,
    values: unknown[],
    limitMs: number,
    { sorts = true } = {},
  ): Promise<Row[] | undefined> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      // without JIT: compiling the parts of every slice takes longer than they do
      await client.query(
        `BEGIN READ ONLY; SET LOCAL statement_timeout = ${limitMs}; SET LOCAL jit = off${sorts ? '' : NO_SORTS}`,
      );
      try {
        return await run<Row>(runner, statement, values);
      } catch (error) {
        if (sqlState(error) === CANCELLED) return undefined;
        throw error;
      } finally {
        await client.query('ROLLBACK').catch(() => {}); // nothing was written, and the connection may be gone
      }
    } finally {
      await runner.release();
    }
  }

  /** Runs queries that must agree with each other: all of them see the database as it is at the first. */
  snapshot<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.untangled(() => this.dataSource.transaction('REPEATABLE READ', work));
  }

  /** Runs `work` in one transaction, again if PostgreSQL says that it only met another one. */
  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.untangled(() => this.dataSource.transaction(work));
  }

  /** Does `work`, which is one transaction, again if PostgreSQL says that it only met another one. */
  async untangled<T>(work: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await work();
      } catch (error) {
        if (tried >= TRIES || !TRANSIENT.has(sqlState(error) ?? '')) throw error;
      }
    }
  }
}

async function run<Row extends QueryResultRow>(
  runner: QueryRunner,
  { name, text }: Statement,
  values: unknown[],
): Promise<Row[]> {
  const client = (await runner.connect()) as PoolClient;
  const { rows } = await client.query<Row>({ ...(name && { name }), text, values });
  return rows;
}
