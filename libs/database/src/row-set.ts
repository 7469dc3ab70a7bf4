import type { EntityMetadata } from 'typeorm';

/**
 * Statements that write any number of rows at once. The rows are one JSON parameter (`rowSet`), which PostgreSQL reads as
 * rows of the table: there is no limit of 65,535 parameters, and no list of columns to keep, since they are the entity's.
 */
export function insertRows(entity: EntityMetadata): string {
  const columns = columnsOf(entity).join(', ');
  return `INSERT INTO ${entity.tableName} (${columns}) SELECT ${columns} FROM ${recordset(entity)}`;
}

/** Updates rows by their id and project. Answers one row for each that was there. */
export function updateRows(entity: EntityMetadata): string {
  const columns = columnsOf(entity).filter((column) => column !== '"id"' && column !== '"project_id"');
  const values = columns.map((column) => `r.${column}`);
  return `UPDATE ${entity.tableName} t SET (${columns.join(', ')}) = ROW(${values.join(', ')})
            FROM ${recordset(entity)} r WHERE t.id = r.id AND t.project_id = r.project_id RETURNING t.id`;
}

/** Rows as the parameter of these statements. */
export function rowSet(rows: object[]): string {
  return JSON.stringify(rows.map((row) => Object.fromEntries(Object.entries(row).map(asJson))));
}

function asJson([name, value]: [string, unknown]): [string, unknown] {
  return [name, Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value];
}

function recordset({ tableName }: EntityMetadata): string {
  return `json_populate_recordset(NULL::${tableName}, $1::json)`;
}

function columnsOf({ columns }: EntityMetadata): string[] {
  return columns.map(({ databaseName }) => `"${databaseName}"`);
}
