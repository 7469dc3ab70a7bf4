import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { lifetimeOf, type RetentionPolicy } from '@app/events';

@Injectable()
export class PoliciesRepository {
  constructor(private readonly database: Database) {}

  /** Null where the project has none of its own; undefined when there is no such project. */
  async find(projectId: string, manager?: EntityManager): Promise<RetentionPolicy | null | undefined> {
    return ownOf(await this.database.query<Row>(FIND, [projectId], manager));
  }

  /** The same, and whoever changes it holds it until the end of the transaction. */
  async findForUpdate(
    projectId: string,
    manager: EntityManager,
  ): Promise<RetentionPolicy | null | undefined> {
    return ownOf(await this.database.query<Row>(LOCK, [projectId], manager));
  }

  /** Null leaves it to the installation. */
  async set(projectId: string, policy: RetentionPolicy | null, manager: EntityManager): Promise<void> {
    const lifetime = lifetimeOf(policy);
    const values = [
      policy?.archive_after ?? null,
      policy?.delete_after ?? null,
      lifetime && (lifetime.archiveAfterMs ?? Infinity),
      lifetime && (lifetime.deleteAfterMs ?? Infinity),
    ];
    await this.database.query(SET, [projectId, ...values], manager);
  }
}

interface Row {
  archive_after: string | null;
  delete_after: string | null;
}

function ownOf([row]: Row[]): RetentionPolicy | null | undefined {
  if (!row) return undefined;
  const { archive_after, delete_after } = row;
  return archive_after === null || delete_after === null ? null : { archive_after, delete_after };
}

const FIND = {
  name: 'policies.find',
  text: 'SELECT archive_after, delete_after FROM projects WHERE id = $1',
};
const LOCK = { name: 'policies.lock', text: `${FIND.text} FOR NO KEY UPDATE` };

const SET = {
  name: 'policies.set',
  text: `
UPDATE projects SET archive_after = $2, delete_after = $3, archive_after_ms = $4, delete_after_ms = $5
 WHERE id = $1`,
};
