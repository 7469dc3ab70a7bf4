import { Injectable } from '@nestjs/common';
import { isUuid } from '@app/clock';
import { readCursor, toPage, type Page } from '@app/database';
import { notFound } from '@app/errors';
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

  /** Forgets up to `limit` runs that are older than 30 days; answers how many. */
  deleteOld(limit: number): Promise<number> {
    return this.repository.deleteOld(limit);
  }
}
