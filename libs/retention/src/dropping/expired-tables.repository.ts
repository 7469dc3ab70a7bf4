import { Injectable } from '@nestjs/common';
import type { OwnConnection } from '@app/database';
import { SLICED_TABLES } from '@app/events';

/** What a table of a slice is called from when the slice is gone until its files are. */
export const expiredName = (table: string, mark: string): string => `expired_${table}_${mark.slice(0, 8)}`;
const EXPIRED = `^expired_(${SLICED_TABLES.join('|')})_b[0-9]_[0-9t]+_[0-9a-f]{8}$`;

/** What is smaller goes together with its table. */
const LARGE_BYTES = 4 * 2 ** 20;

interface Removal {
  statement: string;
  /** It removes the table itself. */
  last: boolean;
}

@Injectable()
export class ExpiredTablesRepository {
  /** Their names, and what they take up with their indexes. */
  async all(connection: OwnConnection): Promise<{ name: string; bytes: number }[]> {
    const rows = await connection.query<{ name: string; bytes: string }>(ALL, []);
    return rows.map(({ name, bytes }) => ({ name, bytes: Number(bytes) }));
  }

  /**
   * Removes one of a table's large indexes, or the table when it has none. Answers how many ms that took once the table was
   * locked, and whether it was the last. Fails when the table is gone or somebody else keeps it locked.
   */
  async removeNextOf(table: string, connection: OwnConnection): Promise<{ tookMs: number; last: boolean }> {
    await connection.query('BEGIN');
    try {
      await connection.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      const [next] = await connection.query<Removal>(NEXT, [table, LARGE_BYTES]);
      const began = performance.now();
      await connection.query(next!.statement);
      await connection.query('COMMIT'); // which removes the file
      return { tookMs: performance.now() - began, last: next!.last };
    } catch (error) {
      await connection.query('ROLLBACK').catch(() => {}); // the connection may be what failed
      throw error;
    }
  }
}

const ALL = `
SELECT relname AS name, pg_total_relation_size(oid) AS bytes FROM pg_class
 WHERE relkind = 'r' AND relname ~ '${EXPIRED}' AND pg_table_is_visible(oid) ORDER BY relname`;

const NEXT = `
SELECT CASE WHEN conname IS NULL THEN format('DROP INDEX %s', indexrelid::regclass)
            ELSE format('ALTER TABLE %I DROP CONSTRAINT %I', $1::text, conname) END AS statement, false AS last
  FROM pg_index LEFT JOIN pg_constraint ON conindid = indexrelid
 WHERE indrelid = $1::regclass AND pg_relation_size(indexrelid) >= $2
UNION ALL
SELECT format('DROP TABLE %I', $1::text), true
 ORDER BY last LIMIT 1`;
