import { Injectable } from '@nestjs/common';
import type { OwnConnection } from '@app/database';

/** What a table of a slice is called from when the slice is gone until its files are. */
export const expiredName = (table: string, mark: string): string => `expired_${table}_${mark.slice(0, 8)}`;
const EXPIRED = '^expired_(deliveries|events)_b[0-9]_[0-9t]+_[0-9a-f]{8}$';

/** What is smaller goes together with its table. */
const LARGE_BYTES = 4 * 2 ** 20;

@Injectable()
export class ExpiredTablesRepository {
  /** The statements that remove all there is, file by file: of each table its large indexes first. */
  async removals(connection: OwnConnection): Promise<string[]> {
    const rows = await connection.query<{ removal: string }>(REMOVALS, [LARGE_BYTES]);
    return rows.map(({ removal }) => removal);
  }
}

/** Each bears that somebody else has removed the same meanwhile. */
const REMOVALS = `
WITH expired AS (
  SELECT oid, relname FROM pg_class
   WHERE relkind = 'r' AND relname ~ '${EXPIRED}' AND pg_table_is_visible(oid)
)
SELECT removal
  FROM (SELECT relname, 2 AS turn, format('DROP TABLE IF EXISTS %I', relname) AS removal FROM expired
        UNION ALL
        SELECT relname, 1, CASE WHEN conname IS NULL THEN format('DROP INDEX IF EXISTS %s', indexrelid::regclass)
               ELSE format('ALTER TABLE IF EXISTS %I DROP CONSTRAINT IF EXISTS %I', relname, conname) END
          FROM expired JOIN pg_index ON indrelid = oid LEFT JOIN pg_constraint ON conindid = indexrelid
         WHERE pg_relation_size(indexrelid) >= $1) parts
 ORDER BY relname, turn, removal`;
