// @ts-check
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { ownPackage } from './install.mjs';

/** @typedef {import('pg').Client} Client */
/** @typedef {{ columns: Record<string, string>, from: string }} Rows an expression for each column, and what they are about */

/**
 * Fills a table with rows that a query makes: a session of its own makes them while this one stores them, so that two
 * cores work. It sees what is committed: not what this one has written in its transaction.
 * @param {Client} client @param {{ table: string, isNew?: boolean }} into `isNew`: made in the transaction that is open
 * @param {Rows} rows
 */
export async function copyInto(client, { table, isNew = false }, rows) {
  const copy = await ownPackage('pg-copy-streams');
  const query = await typedQuery(client, table, rows);
  const maker = await anotherSession(client);
  const names = Object.keys(rows.columns).join(', ');
  // nobody else sees a new table before it is committed: its rows can be what VACUUM would make of them
  const store = `COPY ${table} (${names}) FROM STDIN (FORMAT binary, FREEZE ${isNew})`;
  await pipeline(
    maker.query(copy.to(`COPY (${query}) TO STDOUT (FORMAT binary)`)),
    client.query(copy.from(store)),
  );
  await maker.end();
}

/** Casts nothing on the way in: the binary format has to hold the very types of the table. @param {Client} client @param {string} table @param {Rows} rows */
async function typedQuery(client, table, { columns, from }) {
  const { rows } = await client.query(
    'SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::regclass',
    [table],
  );
  const types = Object.fromEntries(rows.map(({ name, type }) => [name, type]));
  const values = Object.entries(columns).map(([name, value]) => `CAST(${value} AS ${types[name]})`);
  return `SELECT ${values.join(', ')} FROM ${from}`;
}

/** @param {Client} client */
async function anotherSession({ host, port, user, password, database }) {
  const session = new pg.Client({ host, port, user, password, database });
  session.on('error', () => {}); // the server ends before it when a suite fails
  await session.connect();
  return session;
}
