import { Injectable } from '@nestjs/common';
import { Clock, uuidV7, uuidV7Floor } from '@app/clock';
import { Database } from '@app/database';
import { IDLE, RUN_COLUMNS } from './retention-run-row.js';
import type { NamedRun, RetentionCounts, RetentionRunRow, RunDid } from './retention-run-row.js';

const KEPT_MS = 30 * 86_400_000;
const CUT_OFF =
  'The process that did this was stopped in the middle. What it had done stays; the next run does the rest.';

/** What retention did and when. */
@Injectable()
export class RetentionRunsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Notes that a run begins, and of those of the same name that never ended that they were cut off. Answers its id. */
  async begin({ kind, job, deadAfterMs }: NamedRun): Promise<string> {
    const id = uuidV7(this.clock.now());
    await this.database.query(BEGIN, [id, kind, job ?? null, deadAfterMs, CUT_OFF]);
    return id;
  }

  /** Notes what it did besides what was noted. */
  async tell(id: string, turn: Partial<RetentionCounts>): Promise<void> {
    const { archived = 0, deleted = 0, partitions_dropped = 0 } = turn;
    await this.database.query(TELL, [id, archived, deleted, partitions_dropped]);
  }

  /** Notes its end. One that had nothing to do takes the place of the one before it, if that had nothing to do either. */
  async end(id: string, { kind, job }: NamedRun, did: RunDid, error: string | null): Promise<void> {
    const counts = [did.archived, did.deleted, did.partitions_dropped, did.done];
    const values = [id, error, ...counts.map((count) => count ?? null)];
    const [ended] = await this.database.query<{ idle: boolean }>(END, values);
    if (ended?.idle) await this.database.query(JOIN_IDLE, [id, kind, job ?? null]);
  }

  /** Those of a project and those of the whole installation, newest first, after the given id. */
  list(projectId: string, limit: number, idle: boolean, after?: string): Promise<RetentionRunRow[]> {
    return this.database.query<RetentionRunRow>(LIST, [projectId, limit, after ?? null, idle]);
  }

  /** One of those. */
  async find(projectId: string, id: string): Promise<RetentionRunRow | undefined> {
    const [run] = await this.database.query<RetentionRunRow>(FIND, [projectId, id]);
    return run;
  }

  /** Forgets up to `limit` runs that are older than 30 days and not under way; answers how many. */
  async deleteOld(limit: number): Promise<number> {
    const before = uuidV7Floor(this.clock.now() - KEPT_MS);
    return (await this.database.query(DELETE_OLD, [before, limit])).length;
  }
}

const BEGIN = {
  name: 'retention-runs.begin',
  text: `
WITH cut_off AS (
  UPDATE retention_runs SET state = 'failed', error = $5, finished_at = now()
   WHERE state = 'running' AND kind = $2 AND job IS NOT DISTINCT FROM $3
     AND started_at <= now() - $4::float8 * interval '1 millisecond'
)
INSERT INTO retention_runs (id, kind, job, started_at) VALUES ($1, $2, $3, now())`,
};

const TELL = {
  name: 'retention-runs.tell',
  text: `
UPDATE retention_runs
   SET archived = archived + $2, deleted = deleted + $3, partitions_dropped = partitions_dropped + $4
 WHERE id = $1`,
};

const END = {
  name: 'retention-runs.end',
  text: `
UPDATE retention_runs
   SET state = CASE WHEN $2::text IS NULL THEN 'done' ELSE 'failed' END, error = $2, finished_at = now(),
       archived = coalesce($3, archived), deleted = coalesce($4, deleted),
       partitions_dropped = coalesce($5, partitions_dropped), done = coalesce($6, done)
 WHERE id = $1 RETURNING ${IDLE} AS idle`,
};

const JOIN_IDLE = {
  name: 'retention-runs.join-idle',
  text: `
WITH before AS (
  SELECT id, ${IDLE} AS idle FROM retention_runs
   WHERE kind = $2 AND job IS NOT DISTINCT FROM $3 AND id < $1 ORDER BY id DESC LIMIT 1
), gone AS (
  DELETE FROM retention_runs USING before WHERE retention_runs.id = before.id AND before.idle
  RETURNING runs, coalesce(since, started_at) AS since
)
UPDATE retention_runs SET runs = gone.runs + 1, since = gone.since FROM gone WHERE id = $1`,
};

const LIST = {
  name: 'retention-runs.list',
  text: `
SELECT ${RUN_COLUMNS} FROM retention_runs
 WHERE (project_id IS NULL OR project_id = $1) AND ($3::uuid IS NULL OR id < $3) AND ($4 OR NOT ${IDLE}) ORDER BY id DESC LIMIT $2`,
};

const FIND = {
  name: 'retention-runs.find',
  text: `SELECT ${RUN_COLUMNS} FROM retention_runs WHERE (project_id IS NULL OR project_id = $1) AND id = $2`,
};

const DELETE_OLD = {
  name: 'retention-runs.delete-old',
  text: `DELETE FROM retention_runs WHERE id IN (
           SELECT id FROM retention_runs WHERE id < $1 AND state <> 'running' LIMIT $2 FOR UPDATE SKIP LOCKED)
         RETURNING 1`,
};
