import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { AuditEntry, AuditFilter } from './audit-entry.js';

@Injectable()
export class AuditLogRepository {
  constructor(private readonly database: Database) {}

  async insert(entries: Omit<AuditEntry, 'created_at'>[], manager?: EntityManager): Promise<void> {
    const values = [
      ...COLUMNS.map((column) => entries.map((entry) => entry[column])),
      entries.map(({ before }) => before && JSON.stringify(before)),
      entries.map(({ after }) => after && JSON.stringify(after)),
    ];
    await this.database.query(INSERT, values, manager);
  }

  /** Newest first, after the given id. */
  list(filter: AuditFilter, limit: number, after?: string): Promise<AuditEntry[]> {
    const values: unknown[] = [limit];
    const conditions = ['true'];
    const add = (condition: string, value: unknown): void => {
      if (value === undefined) return;
      values.push(value);
      conditions.push(`${condition} $${values.length}`);
    };
    add('id <', after);
    add('project_id =', filter.project_id);
    add('actor_id =', filter.actor_id);
    add('action =', filter.action);
    add('target_id =', filter.target_id);
    add('created_at >=', filter.since);
    add('created_at <', filter.until);
    const text = `SELECT * FROM audit_log WHERE ${conditions.join(' AND ')} ORDER BY id DESC LIMIT $1`;
    return this.database.query<AuditEntry>({ text }, values);
  }
}

const COLUMNS = [
  'id',
  'project_id',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'target_kind',
  'target_id',
  'address',
  'request_id',
] as const;

const INSERT = {
  name: 'audit.insert',
  text: `INSERT INTO audit_log (${COLUMNS.join(', ')}, before, after)
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                              $8::text[], $9::text[], $10::text[], $11::json[], $12::json[])`,
};
