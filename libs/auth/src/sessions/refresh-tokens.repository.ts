import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';

export interface RefreshToken {
  token_hash: Buffer;
  /** All tokens that followed from one login. */
  session_id: string;
  user_id: string;
  session_version: number;
}

@Injectable()
export class RefreshTokensRepository {
  constructor(private readonly database: Database) {}

  async insert(
    { token_hash, session_id, user_id, session_version }: RefreshToken,
    lifeMs: number,
    manager?: EntityManager,
  ) {
    await this.database.query(INSERT, [token_hash, session_id, user_id, session_version, lifeMs], manager);
  }

  /** Locks an unexpired token; `used` says whether it has been exchanged before. */
  async lock(hash: Buffer, manager: EntityManager): Promise<(RefreshToken & { used: boolean }) | undefined> {
    const [token] = await this.database.query<RefreshToken & { used: boolean }>(LOCK, [hash], manager);
    return token;
  }

  async markUsed(hash: Buffer, manager: EntityManager): Promise<void> {
    await this.database.query(MARK_USED, [hash], manager);
  }

  async endSession(sessionId: string, manager?: EntityManager): Promise<void> {
    await this.database.query(END_SESSION, [sessionId], manager);
  }

  /** Answers how many. */
  async deleteExpired(limit: number): Promise<number> {
    return (await this.database.query(DELETE_EXPIRED, [limit])).length;
  }
}

const INSERT = {
  name: 'refresh-tokens.insert',
  text: `INSERT INTO refresh_tokens (token_hash, session_id, user_id, session_version, expires_at)
         VALUES ($1, $2, $3, $4, now() + $5::float8 * interval '1 millisecond')`,
};

const LOCK = {
  name: 'refresh-tokens.lock',
  text: `SELECT token_hash, session_id, user_id, session_version, used_at IS NOT NULL AS used
           FROM refresh_tokens WHERE token_hash = $1 AND expires_at > now() FOR UPDATE`,
};

const MARK_USED = {
  name: 'refresh-tokens.mark-used',
  text: `UPDATE refresh_tokens SET used_at = now() WHERE token_hash = $1`,
};

const END_SESSION = {
  name: 'refresh-tokens.end-session',
  text: `DELETE FROM refresh_tokens WHERE session_id = $1`,
};

const DELETE_EXPIRED = {
  name: 'refresh-tokens.delete-expired',
  text: `DELETE FROM refresh_tokens WHERE token_hash IN (
           SELECT token_hash FROM refresh_tokens WHERE expires_at < now() LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING 1`,
};
