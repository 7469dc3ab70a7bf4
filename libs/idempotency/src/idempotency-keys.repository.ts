import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { IdempotencyKey } from './idempotency-key.js';

/** What a taken key is known to stand for. */
export interface TakenKey {
  fingerprint: Buffer;
  /** Null while its request is still running. */
  answer_sealed: string | null;
}

/**
 * The keys that requests hold, but for those of firings: these are written and read along with their events
 * (libs/deliveries, recording).
 */
@Injectable()
export class IdempotencyKeysRepository {
  constructor(private readonly database: Database) {}

  /** Takes a key that nobody has, whose time is over, or whose holder's lease has ended; says whether it did. */
  async take(projectId: string, key: IdempotencyKey, owner: string, leaseMs: number): Promise<boolean> {
    const taken = await this.database.query(TAKE, [projectId, key.value, key.fingerprint, owner, leaseMs]);
    return taken.length > 0;
  }

  async find(projectId: string, value: string): Promise<TakenKey | undefined> {
    const [row] = await this.database.query<TakenKey>(FIND, [projectId, value]);
    return row;
  }

  /** Keeps the answer, unless the key has gone to somebody else since. */
  async complete(projectId: string, value: string, owner: string, answerSealed: string): Promise<void> {
    await this.database.query(COMPLETE, [projectId, value, owner, answerSealed]);
  }

  /** Gives the key back, unless it has gone to somebody else since. */
  async release(projectId: string, value: string, owner: string): Promise<void> {
    await this.database.query(RELEASE, [projectId, value, owner]);
  }

  /**
   * Removes up to `limit` keys whose time is over, the oldest first, those of firings too; answers how many. Passes over what
   * somebody is about to take.
   */
  async deleteExpired(limit: number): Promise<number> {
    const [row] = await this.database.query<{ deleted: string }>(DELETE_EXPIRED, [limit]);
    return Number(row!.deleted);
  }
}

const TAKE = {
  name: 'idempotency-keys.take',
  text: `
INSERT INTO idempotency_keys AS k (project_id, key, fingerprint, owner, locked_until, created_at, expires_at)
VALUES ($1, $2, $3, $4, now() + $5::float8 * interval '1 millisecond', now(), now() + interval '24 hours')
ON CONFLICT (project_id, key) DO UPDATE
   SET (fingerprint, owner, locked_until, created_at, expires_at, event, answer_sealed) =
       (excluded.fingerprint, excluded.owner, excluded.locked_until, excluded.created_at, excluded.expires_at, NULL, NULL)
 WHERE k.expires_at <= now() OR k.locked_until <= now()
RETURNING 1`,
};

const FIND = {
  name: 'idempotency-keys.find',
  text: `SELECT fingerprint, answer_sealed FROM idempotency_keys WHERE project_id = $1 AND key = $2 AND expires_at > now()`,
};

const COMPLETE = {
  name: 'idempotency-keys.complete',
  text: `
UPDATE idempotency_keys SET answer_sealed = $4, owner = NULL, locked_until = NULL
 WHERE project_id = $1 AND key = $2 AND owner = $3`,
};

const RELEASE = {
  name: 'idempotency-keys.release',
  text: `DELETE FROM idempotency_keys WHERE project_id = $1 AND key = $2 AND owner = $3`,
};

const DELETE_EXPIRED = {
  name: 'idempotency-keys.delete-expired',
  text: `
WITH expired AS MATERIALIZED (
  SELECT project_id, key FROM idempotency_keys WHERE expires_at <= now() ORDER BY expires_at LIMIT $1
     FOR UPDATE SKIP LOCKED
), deleted AS (
  DELETE FROM idempotency_keys k USING expired e WHERE k.project_id = e.project_id AND k.key = e.key RETURNING 1
)
SELECT count(*) AS deleted FROM deleted`,
};
