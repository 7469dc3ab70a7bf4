import { Injectable } from '@nestjs/common';
import { isUuid } from '@app/clock';
import { readCursor, toPage, type Page } from '@app/database';
import { notFound } from '@app/errors';
import { redactText } from '@app/observability';
import type { NamedRun, RetentionRunRow, RunDid, Tell } from './retention-run-row.js';
import { RetentionRunsRepository } from './retention-runs.repository.js';

/** What retention did, for those who ask. */
@Injectable()
export class RetentionRuns {
  constructor(private readonly repository: RetentionRunsRepository) {}

  /**
   * Runs of this project and of the whole installation, newest first; without `idle` those alone that did something, failed
   * or are under way.
   */
  async list(
    projectId: string,
    { limit, cursor, idle }: { limit: number; cursor?: string | undefined; idle: boolean },
  ): Promise<Page<RetentionRunRow>> {
    return toPage(await this.repository.list(projectId, limit + 1, idle, readCursor(cursor)), limit);
  }

  /** One of those. Throws `retention_run.not_found`. */
  async get(projectId: string, id: string): Promise<RetentionRunRow> {
    const run = isUuid(id) ? await this.repository.find(projectId, id) : undefined;
    if (!run) throw notFound('retention_run');
    return run;
  }

  /**
   * Does the work of a run, which is noted from its beginning on, with what each of its turns did when it tells, and at its end
   * with all that it did. Rejects when the work does, once that is noted, and when it cannot be noted.
   */
  async noted<Did extends RunDid>(run: NamedRun, work: (tell: Tell) => Promise<Did>): Promise<Did> {
    const id = await this.repository.begin(run);
    const did = await work((turn) => this.repository.tell(id, turn)).catch(async (failure: unknown) => {
      await this.repository.end(id, run, {}, errorOf(failure)).catch(() => {}); // the database may be what failed
      throw failure;
    });
    await this.repository.end(id, run, did, errorOf(did.failure));
    return did;
  }
}

/** What is told of a failure: nothing secret. */
function errorOf(failure: unknown): string | null {
  if (failure === undefined) return null;
  return redactText(failure instanceof Error ? failure.message : String(failure));
}
