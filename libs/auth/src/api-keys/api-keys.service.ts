import { Injectable } from '@nestjs/common';
import { Clock } from '@app/clock';
import { isUuid, uuidV7 } from '@app/clock';
import { Caches } from '@app/cache';
import { type Cache } from '@app/cache';
import { Database } from '@app/database';
import { readCursor, toPage, type Page } from '@app/database';
import { notFound } from '@app/errors';
import type { Scope } from '../access/principal.js';
import { AuditLog } from '../audit/audit-log.js';
import type { ApiKey } from './api-key.entity.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { type KnownKey } from './api-keys.repository.js';
import { hashKey, newKey, prefixOf } from './key-text.js';
import { LastUsed } from './last-used.js';

/** A key as others see it. */
export type ShownKey = Omit<ApiKey, 'key_hash' | 'revoked_at'>;

const KEPT_IN_MEMORY = 10_000;

/** What programs identify themselves with. */
@Injectable()
export class ApiKeys {
  private readonly cache: Cache<KnownKey>;

  constructor(
    private readonly repository: ApiKeysRepository,
    private readonly lastUsed: LastUsed,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    caches: Caches,
  ) {
    this.cache = caches.create({
      name: 'api-keys',
      max: KEPT_IN_MEMORY,
      load: (hash) => repository.findByHash(Buffer.from(hash, 'base64url')),
    });
  }

  /** The key is in this answer and nowhere else. */
  async create(
    projectId: string,
    { name, scopes, expires_at }: { name: string; scopes: Scope[]; expires_at: Date | null },
  ): Promise<ShownKey & { key: string }> {
    const key = newKey();
    const now = this.clock.now();
    const row: ApiKey = {
      id: uuidV7(now),
      project_id: projectId,
      name,
      prefix: prefixOf(key),
      key_hash: hashKey(key),
      scopes: [...new Set(scopes)],
      expires_at,
      revoked_at: null,
      last_used_at: null,
      created_at: new Date(now),
    };
    await this.database.transaction(async (manager) => {
      await this.repository.insert(row, manager);
      await this.audit.record({ ...about('api_key.created', row), after: shown(row) }, manager);
    });
    return { ...shown(row), key };
  }

  async list(projectId: string, limit: number, cursor?: string): Promise<Page<ShownKey>> {
    const page = toPage(await this.repository.list(projectId, limit + 1, readCursor(cursor)), limit);
    return { ...page, data: page.data.map(shown) };
  }

  /** Throws `api_key.not_found`, also for a revoked one. */
  async get(projectId: string, id: string): Promise<ShownKey> {
    const key = isUuid(id) ? await this.repository.find(projectId, id) : null;
    if (!key) throw notFound('api_key');
    return shown(key);
  }

  /** Every process refuses it within 5 s, and as a rule at once. Throws `api_key.not_found`. */
  async revoke(projectId: string, id: string): Promise<void> {
    if (!isUuid(id)) throw notFound('api_key');
    const revoked = await this.database.transaction(async (manager) => {
      const key = await this.repository.revoke(projectId, id, new Date(this.clock.now()), manager);
      if (key) await this.audit.record({ ...about('api_key.revoked', key), before: shown(key) }, manager);
      return key;
    });
    if (!revoked) throw notFound('api_key');
    await this.cache.invalidate(revoked.key_hash.toString('base64url'));
  }

  /** What a key stands for; undefined when it is unknown, expired or revoked. */
  async identify(key: string): Promise<KnownKey | undefined> {
    const known = await this.cache.get(hashKey(key).toString('base64url'));
    if (!known || (known.expires_at !== null && known.expires_at <= this.clock.now())) return undefined;
    this.lastUsed.note(known.id);
    return known;
  }
}

function about(action: string, { id, project_id }: ApiKey) {
  return { action, project_id, target_kind: 'api_key', target_id: id };
}

function shown({ key_hash: _hash, revoked_at: _at, ...key }: ApiKey): ShownKey {
  return key;
}
