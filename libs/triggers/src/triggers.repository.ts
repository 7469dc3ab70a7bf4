import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import { Database, type Looked } from '@app/database';
import type { Resealed, SealedColumn } from '@app/secrets';
import { Trigger } from './trigger.entity.js';
import { checksOf, filterValues, type TriggerFilter } from './trigger-filter.js';

export type FiringTrigger = Trigger & { destination_ids: string[] };

@Injectable()
export class TriggersRepository {
  constructor(
    @InjectRepository(Trigger) private readonly triggers: Repository<Trigger>,
    private readonly database: Database,
  ) {}

  /**
   * Newest first, after the given id: as many as match, or once patience has run out (ms) as they come. Indexes for what
   * they are narrowed by would be written at each firing of a schedule.
   */
  async list(
    projectId: string,
    filter: TriggerFilter,
    limit: number,
    patienceMs: number,
    after?: string,
  ): Promise<Looked<Trigger>[]> {
    const checks = checksOf(filter);
    const query = this.triggers
      .createQueryBuilder('t')
      .addSelect(checks, 'matches')
      .where('t.project_id = ANY (ARRAY[:projectId::uuid])', { projectId }) // as event-lead.ts says of it
      .andWhere(
        `(${checks} OR clock_timestamp() > statement_timestamp() + :patienceMs * interval '1 millisecond')`,
      )
      .setParameters({ ...filterValues(filter), patienceMs });
    if (after) query.andWhere('t.id < :after', { after });
    const found = await query
      .orderBy('t.project_id')
      .addOrderBy('t.id', 'DESC')
      .limit(limit)
      .getRawAndEntities<{ matches: boolean }>();
    return found.entities.map((trigger, index) => ({ ...trigger, matches: found.raw[index]!.matches }));
  }

  find(projectId: string, id: string): Promise<Trigger | null> {
    return this.triggers.findOneBy({ project_id: projectId, id });
  }

  findForUpdate(projectId: string, id: string, manager: EntityManager): Promise<Trigger | null> {
    return manager.findOne(Trigger, {
      where: { project_id: projectId, id },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async insert(trigger: Trigger, manager: EntityManager): Promise<void> {
    await manager.insert(Trigger, trigger as QueryDeepPartialEntity<Trigger>);
  }

  /** Writes a trigger that the caller holds locked; every such change is a new revision. */
  async update(trigger: Trigger, manager: EntityManager): Promise<void> {
    trigger.revision++;
    const { id, project_id, ...columns } = trigger;
    await manager.update(Trigger, { id, project_id }, columns as QueryDeepPartialEntity<Trigger>);
  }

  /** Its events stay. */
  async delete({ project_id, id }: Trigger, manager: EntityManager): Promise<void> {
    await manager.delete(Trigger, { project_id, id });
  }

  /** What a firing needs, in one look-up. */
  async findForFiring(projectId: string, id: string): Promise<FiringTrigger | undefined> {
    const [trigger] = await this.database.query<FiringTrigger>(FOR_FIRING, [projectId, id]);
    return trigger;
  }

  async findByHook(tokenHash: Buffer): Promise<{ project_id: string; id: string } | undefined> {
    const [trigger] = await this.database.query<{ project_id: string; id: string }>(BY_HOOK, [tokenHash]);
    return trigger;
  }

  /** What a rotation of APP_SECRET goes through. No firing depends on it, so the revision stays. */
  sealedHookTokens(): SealedColumn {
    return {
      name: 'triggers.hook_token_sealed',
      findOutdated: (prefix, limit, after) =>
        this.database.query(OUTDATED_HOOKS, [prefix, limit, after ?? null]),
      replace: async (texts) => (await this.database.query(RESEAL_HOOKS, columnsOf(texts))).length,
    };
  }
}

function columnsOf(texts: Resealed[]): unknown[] {
  return [
    texts.map(({ id }) => id),
    texts.map(({ sealed }) => sealed),
    texts.map(({ resealed }) => resealed),
  ];
}

const OUTDATED_HOOKS = {
  text: `
SELECT id, hook_token_sealed AS sealed FROM triggers
 WHERE NOT starts_with(hook_token_sealed, $1) AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $2`,
};

const RESEAL_HOOKS = {
  text: `
UPDATE triggers t SET hook_token_sealed = r.resealed
  FROM unnest($1::uuid[], $2::text[], $3::text[]) AS r (id, sealed, resealed)
 WHERE t.id = r.id AND t.hook_token_sealed = r.sealed
RETURNING t.id`,
};

export const DESTINATION_IDS = `ARRAY(
  SELECT td.destination_id FROM trigger_destinations td WHERE td.trigger_id = t.id ORDER BY td.position
)`;

const FOR_FIRING = {
  name: 'triggers.for-firing',
  text: `SELECT t.*, ${DESTINATION_IDS} AS destination_ids FROM triggers t WHERE t.project_id = $1 AND t.id = $2`,
};

const BY_HOOK = {
  name: 'triggers.by-hook',
  text: `SELECT project_id, id FROM triggers WHERE hook_token_hash = $1 AND trigger_type = 'api'`,
};
