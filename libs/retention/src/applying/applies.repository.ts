import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { RUN_COLUMNS, type RetentionRunRow } from '../retention-run-row.js';

/** More events than this are not counted. */
const COUNT_MOST = 10_000;

/** Runs that apply policies to existing events, as a client asks for them and follows them. */
@Injectable()
export class AppliesRepository {
  constructor(private readonly database: Database) {}

  async hasTrigger(projectId: string, triggerId: string): Promise<boolean> {
    const rows = await this.database.query(HAS_TRIGGER, [projectId, triggerId]);
    return rows.length > 0;
  }

  /** How many events there are now; more than that if `at_least`. */
  async count(
    projectId: string,
    triggerId: string | null,
    manager: EntityManager,
  ): Promise<{ matched: number; at_least: boolean }> {
    const values = [projectId, COUNT_MOST + 1, ...(triggerId === null ? [] : [triggerId])];
    const [row] = await this.database.query<{ count: number }>(count(triggerId !== null), values, manager);
    return { matched: Math.min(row!.count, COUNT_MOST), at_least: row!.count > COUNT_MOST };
  }

  /** Fails on a unique index while another run of the project applies policies. */
  async insert(
    run: { id: string; project_id: string; trigger_id: string | null; matched: number; at_least: boolean },
    manager: EntityManager,
  ): Promise<RetentionRunRow> {
    const { id, project_id, trigger_id, matched, at_least } = run;
    const values = [id, project_id, trigger_id, matched, at_least];
    const [row] = await this.database.query<RetentionRunRow>(INSERT, values, manager);
    return row!;
  }

  /** One that applies policies. Within a transaction: no worker goes on with it until that ends. */
  async findForUpdate(
    projectId: string,
    id: string,
    manager: EntityManager,
  ): Promise<RetentionRunRow | undefined> {
    const [row] = await this.database.query<RetentionRunRow>(LOCK, [projectId, id], manager);
    return row;
  }

  async cancel(id: string, manager: EntityManager): Promise<RetentionRunRow> {
    const [row] = await this.database.query<RetentionRunRow>(CANCEL, [id], manager);
    return row!;
  }
}

const HAS_TRIGGER = {
  name: 'retention-applies.has-trigger',
  text: 'SELECT FROM triggers WHERE project_id = $1 AND id = $2',
};

/** Planned each time: what is quick for one project is not for another. */
const count = (ofTrigger: boolean) => ({
  text: `
SELECT count(*)::int AS count FROM (
  SELECT FROM events
   WHERE project_id = $1 AND expires_at > now() ${ofTrigger ? 'AND trigger_id = $3' : ''} LIMIT $2) counted`,
});

const INSERT = {
  name: 'retention-applies.insert',
  text: `
INSERT INTO retention_runs (id, project_id, kind, trigger_id, matched, at_least, position, due_at)
VALUES ($1, $2, 'apply', $3, $4, $5, '00000000-0000-0000-0000-000000000000', now())
RETURNING ${RUN_COLUMNS}`,
};

const LOCK = {
  name: 'retention-applies.lock',
  text: `SELECT ${RUN_COLUMNS} FROM retention_runs WHERE project_id = $1 AND id = $2 AND kind = 'apply' FOR UPDATE`,
};

const CANCEL = {
  name: 'retention-applies.cancel',
  text: `
UPDATE retention_runs SET state = 'cancelled', due_at = NULL, finished_at = now() WHERE id = $1 RETURNING ${RUN_COLUMNS}`,
};
