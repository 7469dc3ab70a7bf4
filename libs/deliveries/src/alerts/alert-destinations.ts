import { Injectable } from '@nestjs/common';
import { AuditLog } from '@app/auth';
import { Database } from '@app/database';
import { DestinationReferences } from '../destinations/destination-references.js';
import { AlertDestinationsRepository } from './alert-destinations.repository.js';
import { type DestinationSummary } from './alert-destinations.repository.js';

/** Where the alerts of a project go, unless what an alert is about has destinations of its own. */
@Injectable()
export class AlertDestinations {
  constructor(
    private readonly repository: AlertDestinationsRepository,
    private readonly references: DestinationReferences,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async get(projectId: string): Promise<DestinationSummary[]> {
    return (await this.repository.ofProjects([projectId])).get(projectId)!;
  }

  /** Gives a project other alert destinations. Throws `invalid` for an id that is none of the project's. */
  replace(projectId: string, destinationIds: string[]): Promise<DestinationSummary[]> {
    return this.database.transaction(async (manager) => {
      await this.repository.lock(projectId, manager);
      const before = (await this.repository.ofProjects([projectId], manager)).get(projectId)!;
      const { destinations } = await this.references.resolve(projectId, destinationIds, manager);
      const ids = destinations.map(({ id }) => id);
      await this.repository.replace(projectId, ids, manager);
      await this.audit.record(
        {
          action: 'alerts.updated',
          project_id: projectId,
          target_kind: 'project',
          target_id: projectId,
          before: { destinations: before.map(({ id }) => id) },
          after: { destinations: ids },
        },
        manager,
      );
      return destinations.map(({ id, name, kind, url }) => ({ id, name, kind, url }));
    });
  }
}
