import { Injectable } from '@nestjs/common';
import { AuditLog } from '@app/auth';
import { Config } from '@app/config';
import { Database } from '@app/database';
import { notFound } from '@app/errors';
import type { RetentionPolicy } from '@app/events';
import { PoliciesRepository } from './policies.repository.js';

/** The policy that holds in a project; `inherited` when it is the installation's. */
export interface ProjectPolicy extends RetentionPolicy {
  inherited: boolean;
}

/**
 * How long the events of a project are kept, unless their trigger says otherwise. The statements that write events read
 * it for themselves, so a change holds for the next event.
 */
@Injectable()
export class Policies {
  constructor(
    private readonly repository: PoliciesRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly config: Config,
  ) {}

  /** Throws `project.not_found`. */
  async get(projectId: string): Promise<ProjectPolicy> {
    return this.resolved(await this.repository.find(projectId));
  }

  /** Gives a project a policy of its own; null takes it away again. Existing events stay as they are. Throws `project.not_found`. */
  set(projectId: string, policy: RetentionPolicy | null): Promise<ProjectPolicy> {
    return this.database.transaction(async (manager) => {
      const before = this.resolved(await this.repository.findForUpdate(projectId, manager));
      const after = this.resolved(policy);
      await this.repository.set(projectId, policy, manager);
      await this.audit.record(
        {
          action: 'retention.updated',
          project_id: projectId,
          target_kind: 'project',
          target_id: projectId,
          before,
          after,
        },
        manager,
      );
      return after;
    });
  }

  private resolved(own: RetentionPolicy | null | undefined): ProjectPolicy {
    if (own === undefined) throw notFound('project');
    return { ...(own ?? this.config.retention.policy), inherited: own === null };
  }
}
