import { Injectable } from '@nestjs/common';
import { isUuid } from '@app/clock';
import { readCursor, toPage, type Page } from '@app/database';
import { notFound } from '@app/errors';
import { redactText } from '@app/observability';
import type { RetentionRunRow } from './retention-run-row.js';
import { RetentionRunsRepository } from './retention-runs.repository.js';

/** What retention did, for those who ask. */
@Injectable()
export class RetentionRuns {
  constructor(private readonly repository: RetentionRunsRepository) {}

  /** Runs of this project and of the whole installation, newest first. */
  async list(projectId: string, limit: number, cursor?: string): Promise<Page<RetentionRunRow>> {
    return toPage(await this.repository.list(projectId, limit + 1, readCursor(cursor)), limit);
  }

  /** One of those. Throws `retention_run.not_found`. */
  async get(projectId: string, id: string): Promise<RetentionRunRow> {
    const run = isUuid(id) ? await this.repository.find(projectId, id) : undefined;
    if (!run) throw notFound('retention_run');
    return run;
  }

  /**
   * Does what another maintenance job has to do, and notes what it did: how many things it made or removed, if any, or why it
   * failed. Rejects when the work does, or when what it did cannot be noted.
   */
  async noted(job: string, work: () => Promise<number>): Promise<number> {
    const began = performance.now();
    const note = (done: number, error?: string) =>
      this.repository.noteJob(job, done, performance.now() - began, error);
    const done = await work().catch(async (error: Error) => {
      await note(0, redactText(error.message)).catch(() => {}); // the database may be what failed
      throw error;
    });
    if (done > 0) await note(done);
    return done;
  }

  /** Forgets up to `limit` runs that are older than 30 days; answers how many. */
  deleteOld(limit: number): Promise<number> {
    return this.repository.deleteOld(limit);
  }
}
