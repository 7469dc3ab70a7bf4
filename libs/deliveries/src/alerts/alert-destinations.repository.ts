import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { Destination } from '../destinations/destination.entity.js';

/** A destination as those show it that send to it. */
export type DestinationSummary = Pick<Destination, 'id' | 'name' | 'kind' | 'url'>;

@Injectable()
export class AlertDestinationsRepository {
  constructor(private readonly database: Database) {}

  /** The alert destinations of each of these projects, in their order. */
  async ofProjects(
    projectIds: string[],
    manager?: EntityManager,
  ): Promise<Map<string, DestinationSummary[]>> {
    const rows = await this.database.query<DestinationSummary & { project_id: string }>(
      OF_PROJECTS,
      [projectIds],
      manager,
    );
    const byProject = new Map<string, DestinationSummary[]>(projectIds.map((id) => [id, []]));
    for (const { project_id, ...destination } of rows) byProject.get(project_id)?.push(destination);
    return byProject;
  }

  /** Whoever changes the list of a project holds this until the end, or two could leave a mixture. */
  async lock(projectId: string, manager: EntityManager): Promise<void> {
    await this.database.query(LOCK, [projectId], manager);
  }

  async replace(projectId: string, destinationIds: string[], manager: EntityManager): Promise<void> {
    await this.database.query(CLEAR, [projectId], manager);
    await this.database.query(INSERT, [projectId, destinationIds], manager);
  }
}

const OF_PROJECTS = {
  name: 'alert-destinations.of-projects',
  text: `
SELECT a.project_id, d.id, d.name, d.kind, d.url FROM alert_destinations a
  JOIN destinations d ON d.id = a.destination_id
 WHERE a.project_id = ANY ($1::uuid[]) ORDER BY a.project_id, a.position`,
};

const LOCK = {
  name: 'alert-destinations.lock',
  text: `SELECT FROM projects WHERE id = $1 FOR NO KEY UPDATE`,
};

const CLEAR = {
  name: 'alert-destinations.clear',
  text: `DELETE FROM alert_destinations WHERE project_id = $1`,
};

const INSERT = {
  name: 'alert-destinations.insert',
  text: `
INSERT INTO alert_destinations (project_id, destination_id, position)
SELECT $1, d.id, d.position FROM unnest($2::uuid[]) WITH ORDINALITY AS d (id, position)`,
};
