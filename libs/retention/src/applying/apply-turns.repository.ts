import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { ApplyTurn, DueApply } from './apply-run.js';

/** What workers do with runs that apply policies. */
@Injectable()
export class ApplyTurnsRepository {
  constructor(private readonly database: Database) {}

  /** The one that has been due for longest, unless another worker is at it. */
  async claimDue(manager: EntityManager): Promise<DueApply | undefined> {
    const [run] = await this.database.query<DueApply>(CLAIM, [], manager);
    return run;
  }

  /** Milliseconds until another is due, by PostgreSQL's clock; null when none will be. One that is due is somebody's. */
  async nextDueIn(): Promise<number | null> {
    const [row] = await this.database.query<{ due_in: number | null }>(NEXT, []);
    return row!.due_in;
  }

  async end(id: string, turn: ApplyTurn, manager: EntityManager): Promise<void> {
    const { position, done, changed, dueInMs } = turn;
    const statement = dueInMs === null ? FINISH : END_TURN;
    const values = [id, position, done, changed, ...(dueInMs === null ? [] : [dueInMs])];
    await this.database.query(statement, values, manager);
  }

  /** After a turn that failed; others come first. */
  async postpone(id: string, ms: number, error: string): Promise<void> {
    await this.database.query(POSTPONE, [id, ms, error]);
  }
}

const CLAIM = {
  name: 'retention-applies.claim-due',
  text: `
SELECT id, project_id, trigger_id, position, started_at FROM retention_runs
 WHERE due_at <= now() AND kind = 'apply' ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
};

const NEXT = {
  name: 'retention-applies.next',
  text: `
SELECT (extract(epoch FROM min(due_at) - now()) * 1000)::float8 AS due_in FROM retention_runs
 WHERE due_at > now() AND kind = 'apply'`,
};

const END_TURN = {
  name: 'retention-applies.end-turn',
  text: `
UPDATE retention_runs
   SET position = $2, done = done + $3, changed = changed + $4, error = NULL,
       due_at = clock_timestamp() + $5::float8 * interval '1 millisecond'
 WHERE id = $1`,
};

/** What was made meanwhile was looked at, too, and what went was not: the count is known now. */
const FINISH = {
  name: 'retention-applies.finish',
  text: `
UPDATE retention_runs
   SET position = $2, done = done + $3, changed = changed + $4, error = NULL, due_at = NULL,
       matched = done + $3, at_least = false, state = 'done', finished_at = now()
 WHERE id = $1`,
};

const POSTPONE = {
  name: 'retention-applies.postpone',
  text: `
UPDATE retention_runs SET due_at = now() + $2::float8 * interval '1 millisecond', error = $3
 WHERE id = $1 AND due_at IS NOT NULL`,
};
