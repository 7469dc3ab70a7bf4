import type { Statement } from '@app/database';
import type { Platform } from './platform.js';

/** A node of a plan that was carried out, as PostgreSQL tells of it in JSON. */
interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** What a statement did. */
export interface Done {
  /** Relations of which rows were read one after the other, without an index. */
  scanned: string[];
  /** The most rows that were sorted at a time. */
  sorted: number;
  /** Rows that were read from tables, those that did not match included. */
  read: number;
  /** The indexes that rows were found by; those of partitions have names of their own. */
  indexes: string[];
}

/** Carries a statement out as `Database.read` does, and tells how PostgreSQL did it. */
export async function explain(
  on: Platform,
  { statement, values }: { statement: Statement; values: unknown[] },
  { sorts = true } = {},
): Promise<Done> {
  const text = `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${statement.text}`;
  const rows = await on.database.read<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>({ text }, values, 10_000, {
    sorts,
  });
  const [row] = rows ?? [];
  const nodes = flat(row!['QUERY PLAN'][0].Plan).filter((node) => node['Actual Loops'] > 0);
  const readers = nodes.filter((node) => node['Relation Name'] && readBy(node) > 0);
  return {
    scanned: readers.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name']!),
    sorted: Math.max(0, ...nodes.filter(isSort).map((node) => node.Plans?.[0]?.['Actual Rows'] ?? 0)),
    read: readers.reduce((sum, node) => sum + readBy(node), 0),
    indexes: nodes.flatMap((node) => (readBy(node) > 0 ? (node['Index Name'] ?? []) : [])),
  };
}

const isSort = (node: PlanNode) => node['Node Type'].endsWith('Sort');

const readBy = (node: PlanNode) =>
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];

const flat = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flat)];
