import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '@app/auth';
import { Clock } from '@app/clock';
import { isUuid, uuidV7 } from '@app/clock';
import { Database, isDuplicate } from '@app/database';
import { conflict, invalid, notFound } from '@app/errors';
import { AppliesRepository } from './applies.repository.js';
import type { RetentionRunRow } from '../retention-run-row.js';

/** Policies for the events that there are already: runs in the background, begun, followed and stopped here. */
@Injectable()
export class Applies {
  constructor(
    private readonly repository: AppliesRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Lets the workers begin, with all events of a project or with those of a trigger. Throws `invalid` when there is no
   * such trigger, `retention.apply_running` while the project has such a run.
   */
  async start(projectId: string, triggerId?: string): Promise<RetentionRunRow> {
    if (triggerId !== undefined && !(await this.repository.hasTrigger(projectId, triggerId)))
      throw invalid([{ pointer: '/trigger_id', detail: 'There is no such trigger.' }]);
    const trigger_id = triggerId ?? null;
    try {
      return await this.database.transaction(async (manager) => {
        const counted = await this.repository.count(projectId, trigger_id, manager);
        const id = uuidV7(this.clock.now());
        const run = await this.repository.insert(
          { id, project_id: projectId, trigger_id, ...counted },
          manager,
        );
        await this.record('retention.apply_started', projectId, id, null, { trigger_id }, manager);
        return run;
      });
    } catch (error) {
      if (!isDuplicate(error, 'retention_runs_applying')) throw error;
      throw conflict(
        'retention.apply_running',
        'Policies are being applied to the events of this project already. Wait for that run, or cancel it.',
      );
    }
  }

  /** What it has changed stays so. Throws `retention_run.not_found`, `retention_run.ended`. */
  async cancel(projectId: string, id: string): Promise<RetentionRunRow> {
    if (!isUuid(id)) throw notFound('retention_run');
    return this.database.transaction(async (manager) => {
      const run = await this.repository.findForUpdate(projectId, id, manager);
      if (!run) throw notFound('retention_run');
      if (run.state === 'cancelled') return run;
      if (run.state !== 'running') throw conflict('retention_run.ended', `The run is ${run.state} already.`);
      const { done, changed } = run;
      await this.record('retention.apply_cancelled', projectId, id, null, { done, changed }, manager);
      return this.repository.cancel(id, manager);
    });
  }

  private record(
    action: string,
    project_id: string,
    target_id: string,
    before: object | null,
    after: object | null,
    manager: EntityManager,
  ): Promise<void> {
    return this.audit.record(
      { action, project_id, target_kind: 'retention_run', target_id, before, after },
      manager,
    );
  }
}
