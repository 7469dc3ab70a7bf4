import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { IsNull, LessThan, type EntityManager } from 'typeorm';
import { Database } from '@app/database';
import type { Scope } from '../access/principal.js';
import { ApiKey } from './api-key.entity.js';

/** What a request needs to know of its key; times in ms since the epoch. */
export interface KnownKey {
  id: string;
  name: string;
  scopes: Scope[];
  project_id: string;
  project_slug: string;
  expires_at: number | null;
}

@Injectable()
export class ApiKeysRepository {
  constructor(
    @InjectRepository(ApiKey) private readonly keys: Repository<ApiKey>,
    private readonly database: Database,
  ) {}

  /** Newest first, after the given id, without the revoked ones. */
  list(projectId: string, limit: number, after?: string): Promise<ApiKey[]> {
    return this.keys.find({
      where: { project_id: projectId, revoked_at: IsNull(), ...(after && { id: LessThan(after) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Unless it is revoked. */
  find(projectId: string, id: string): Promise<ApiKey | null> {
    return this.keys.findOneBy({ project_id: projectId, id, revoked_at: IsNull() });
  }

  async insert(key: ApiKey, manager: EntityManager): Promise<void> {
    await manager.insert(ApiKey, key);
  }

  /** Answers the key that was revoked just now. */
  async revoke(projectId: string, id: string, at: Date, manager: EntityManager): Promise<ApiKey | undefined> {
    const where = { project_id: projectId, id, revoked_at: IsNull() };
    const key = await manager.findOne(ApiKey, { where, lock: { mode: 'pessimistic_write' } });
    if (!key) return undefined;
    await manager.update(ApiKey, { id }, { revoked_at: at });
    return key;
  }

  async findByHash(hash: Buffer): Promise<KnownKey | undefined> {
    const [key] = await this.database.query<KnownKey>(BY_HASH, [hash]);
    return key;
  }

  /** Notes when each of these keys was last used, all in one statement. */
  async touch(uses: { id: string; at: Date }[]): Promise<void> {
    await this.database.query(TOUCH, [uses.map(({ id }) => id), uses.map(({ at }) => at)]);
  }
}

const BY_HASH = {
  name: 'api-keys.by-hash',
  text: `SELECT k.id, k.name, k.scopes, k.project_id, p.slug AS project_slug,
                (extract(epoch FROM k.expires_at) * 1000)::float8 AS expires_at
           FROM api_keys k JOIN projects p ON p.id = k.project_id
          WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())`,
};

const TOUCH = {
  name: 'api-keys.touch',
  text: `UPDATE api_keys k SET last_used_at = u.at
           FROM unnest($1::uuid[], $2::timestamptz[]) AS u (id, at)
          WHERE k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < u.at)`,
};
