import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { type EntityManager } from 'typeorm';
import { Database, insertRows, rowSet, updateRows } from '@app/database';
import { Trigger } from './trigger.entity.js';

/** Many triggers in one statement each. The columns are the entity's: a new one needs nothing here. */
@Injectable()
export class TriggerBatchRepository {
  constructor(
    @InjectRepository(Trigger) private readonly triggers: Repository<Trigger>,
    private readonly database: Database,
  ) {}

  findByKeys(projectId: string, keys: string[], manager: EntityManager): Promise<Trigger[]> {
    return this.database.query<Trigger>(BY_KEYS, [projectId, keys], manager);
  }

  /** Those that make up for what they missed, and have been due for a minute: there may be many events to write. */
  async behind(projectId: string, keys: string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(BEHIND, [projectId, keys]);
    return rows.map(({ id }) => id);
  }

  /** Locks them in the order of their keys, so that two batches never wait for each other in a circle. */
  findByKeysForUpdate(projectId: string, keys: string[], manager: EntityManager): Promise<Trigger[]> {
    return this.database.query<Trigger>(BY_KEYS_FOR_UPDATE, [projectId, keys], manager);
  }

  findByIds(ids: string[], manager: EntityManager): Promise<Trigger[]> {
    return this.database.query<Trigger>(BY_IDS, [ids], manager);
  }

  /**
   * In the order of their keys, for the same reason. Waits for whoever is about to store one of these keys, and answers
   * how many rows were written: fewer than were given when somebody has one.
   */
  async insert(triggers: Trigger[], manager: EntityManager): Promise<number> {
    const text = `${insertRows(this.triggers.metadata)} ORDER BY external_key COLLATE "C"
      ON CONFLICT (project_id, external_key) WHERE external_key IS NOT NULL DO NOTHING RETURNING id`;
    return (await this.database.query({ text }, [rowSet(triggers)], manager)).length;
  }

  /** Writes triggers that the caller holds locked; every such change is a new revision. */
  async update(triggers: Trigger[], manager: EntityManager): Promise<void> {
    for (const trigger of triggers) trigger.revision++;
    await this.database.query({ text: updateRows(this.triggers.metadata) }, [rowSet(triggers)], manager);
  }
}

const BY_KEYS = { text: 'SELECT * FROM triggers WHERE project_id = $1 AND external_key = ANY ($2::text[])' };

const BEHIND = {
  text: `SELECT id FROM triggers WHERE project_id = $1 AND external_key = ANY ($2::text[])
            AND misfire_policy = 'fire_all' AND coalesce(cron, every) IS NOT NULL
            AND next_fire_at < now() - interval '1 minute'`,
};

const BY_KEYS_FOR_UPDATE = { text: `${BY_KEYS.text} ORDER BY external_key COLLATE "C" FOR UPDATE` };

const BY_IDS = { text: 'SELECT * FROM triggers WHERE id = ANY ($1::uuid[])' };
