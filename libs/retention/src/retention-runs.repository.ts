import { Injectable } from '@nestjs/common';
import { Clock, uuidV7, uuidV7Floor } from '@app/clock';
import { Database } from '@app/database';
import { RUN_COLUMNS, type RetentionCounts, type RetentionRunRow } from './retention-run-row.js';

const KEPT_MS = 30 * 86_400_000;

/** What retention did and when. */
@Injectable()
export class RetentionRunsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Notes a run of the whole installation that has ended, after so many ms; with an `error` it has failed. */
  async note(kind: string, counts: RetentionCounts, tookMs: number, error?: string): Promise<void> {
    const { archived, deleted, partitions_dropped } = counts;
    const id = uuidV7(this.clock.now() - Math.round(tookMs));
    const values = [id, kind, archived, deleted, partitions_dropped, error ?? null, tookMs];
    await this.database.query(NOTE, values);
  }

  /** The same of another maintenance job, which made or removed so many things. */
  async noteJob(job: string, done: number, tookMs: number, error?: string): Promise<void> {
    const id = uuidV7(this.clock.now() - Math.round(tookMs));
    await this.database.query(NOTE_JOB, [id, job, done, error ?? null, tookMs]);
  }

  /** Those of a project and those of the whole installation, newest first, after the given id. */
  list(projectId: string, limit: number, after?: string): Promise<RetentionRunRow[]> {
    return this.database.query<RetentionRunRow>(LIST, [projectId, limit, after ?? null]);
  }

  /** One of those. */
  async find(projectId: string, id: string): Promise<RetentionRunRow | undefined> {
    const [run] = await this.database.query<RetentionRunRow>(FIND, [projectId, id]);
    return run;
  }

  /** Forgets runs that are older than 30 days; answers how many. */
  async deleteOld(limit: number): Promise<number> {
    const before = uuidV7Floor(this.clock.now() - KEPT_MS);
    return (await this.database.query(DELETE_OLD, [before, limit])).length;
  }
}

const NOTE = {
  name: 'retention-runs.note',
  text: `
INSERT INTO retention_runs (id, kind, state, archived, deleted, partitions_dropped, error, started_at, finished_at)
VALUES ($1, $2, CASE WHEN $6::text IS NULL THEN 'done' ELSE 'failed' END, $3, $4, $5, $6,
        now() - $7::float8 * interval '1 millisecond', now())`,
};

const NOTE_JOB = {
  name: 'retention-runs.note-job',
  text: `
INSERT INTO retention_runs (id, kind, job, state, done, error, started_at, finished_at)
VALUES ($1, 'maintenance', $2, CASE WHEN $4::text IS NULL THEN 'done' ELSE 'failed' END, $3, $4,
        now() - $5::float8 * interval '1 millisecond', now())`,
};

const LIST = {
  name: 'retention-runs.list',
  text: `
SELECT ${RUN_COLUMNS} FROM retention_runs
 WHERE (project_id IS NULL OR project_id = $1) AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $2`,
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
