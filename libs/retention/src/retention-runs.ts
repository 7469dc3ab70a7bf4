import { Injectable } from '@nestjs/common';
import { readCursor, toPage, type Page } from '@app/database';
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

  /** Forgets up to `limit` runs that are older than 30 days; answers how many. */
  deleteOld(limit: number): Promise<number> {
    return this.repository.deleteOld(limit);
  }
}
