import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { AppError, unauthenticated } from '@app/errors';
import type { AuditActor } from '../audit/audit-entry.js';
import { AuditLog } from '../audit/audit-log.js';
import { isPassword } from '../users/password.js';
import type { User } from '../users/user.entity.js';
import { UsersRepository } from '../users/users.repository.js';
import { Users } from '../users/users.service.js';
import { ACCESS_TOKEN_SECONDS, AccessTokens } from './access-token.js';
import { LoginAttemptsRepository } from './login-attempts.repository.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';

export interface TokenPair {
  access_token: string;
  refresh_token: string;
  token_type: 'Bearer';
  /** Seconds that the access token is good for. */
  expires_in: number;
}

const REFRESH_TOKEN_MS = 14 * 24 * 3_600_000;

/** Logging in, staying logged in, and logging out. */
@Injectable()
export class Sessions {
  constructor(
    private readonly users: UsersRepository,
    private readonly accounts: Users,
    private readonly attempts: LoginAttemptsRepository,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly accessTokens: AccessTokens,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Throws `auth.invalid_credentials`, in the same words and time for a wrong password and for a user that there is not,
   * and `auth.too_many_attempts` when the account or the address has failed too often.
   */
  async login(username: string, password: string, address: string): Promise<TokenPair> {
    const name = username.toLowerCase();
    const user = await this.verified(name, password, address);
    const tokens = await this.open(user);
    await this.note('auth.login', user, { kind: 'user', id: user.id, name: user.username });
    return tokens;
  }

  /**
   * Exchanges a refresh token for a new pair. Each is good for one exchange: one that turns up again was stolen, or its
   * successor was, so the session ends for both (RFC 9700, 4.14.2). Throws `auth.invalid_token`.
   */
  async refresh(token: string): Promise<TokenPair> {
    const hash = sha256(token);
    const found = await this.database.transaction(async (manager) => {
      const kept = await this.refreshTokens.lock(hash, manager);
      if (!kept) return undefined;
      const user = await this.users.findById(kept.user_id);
      const good = !kept.used && user?.enabled && user.session_version === kept.session_version;
      if (!good) {
        await this.refreshTokens.endSession(kept.session_id, manager);
        return { user, reused: kept.used, tokens: undefined };
      }
      await this.refreshTokens.markUsed(hash, manager);
      return { user, reused: false, tokens: await this.issue(user, kept.session_id, manager) };
    });
    if (found?.tokens) return found.tokens;
    if (found?.reused && found.user) await this.note('auth.refresh_token_reused', found.user);
    throw new AppError('unauthenticated', 'auth.invalid_token', 'Log in again.');
  }

  /** Ends the session that a refresh token belongs to; one that is none ends nothing. */
  async logout(token: string): Promise<void> {
    await this.database.transaction(async (manager) => {
      const kept = await this.refreshTokens.lock(sha256(token), manager);
      if (kept) await this.refreshTokens.endSession(kept.session_id, manager);
    });
  }

  /** Ends every session of the user and opens a new one. Throws as a login does. */
  async changePassword(userId: string, current: string, next: string, address: string): Promise<TokenPair> {
    const user = await this.users.findById(userId);
    if (!user) throw unauthenticated();
    await this.verified(user.username, current, address);
    await this.accounts.change(userId, { password: next });
    return this.open((await this.users.findById(userId))!);
  }

  private async verified(name: string, password: string, address: string): Promise<User> {
    const subjects = {
      account: `account:${sha256(name).toString('base64url')}`,
      address: `address:${address}`,
    };
    await this.reserve([subjects.account, subjects.address]);
    const user = await this.users.findByName(name);
    const isRight = await isPassword(password, user?.password_hash);
    if (!user || !isRight || !user.enabled) {
      await this.attempts.failed(Object.values(subjects));
      await this.note('auth.login_failed', user);
      throw new AppError('unauthenticated', 'auth.invalid_credentials', 'Username or password is wrong.');
    }
    await this.attempts.forgive(subjects.account, subjects.address);
    return user;
  }

  private reserve(subjects: string[]): Promise<void> {
    return this.database.transaction(async (manager) => {
      const waitMs = await this.attempts.reserve(subjects, manager);
      if (waitMs === undefined) return;
      throw new AppError(
        'rate_limited',
        'auth.too_many_attempts',
        'Too many failed logins. Try again later.',
        {
          retryAfter: Math.max(1, Math.ceil(waitMs / 1000)),
        },
      );
    });
  }

  private open(user: User): Promise<TokenPair> {
    return this.issue(user, randomUUID());
  }

  private async issue(user: User, sessionId: string, manager?: EntityManager): Promise<TokenPair> {
    const refresh_token = `etr_${randomBytes(32).toString('base64url')}`;
    const { id: user_id, session_version } = user;
    await this.refreshTokens.insert(
      { token_hash: sha256(refresh_token), session_id: sessionId, user_id, session_version },
      REFRESH_TOKEN_MS,
      manager,
    );
    const access_token = await this.accessTokens.issue({ userId: user_id, sessionVersion: session_version });
    return { access_token, refresh_token, token_type: 'Bearer', expires_in: ACCESS_TOKEN_SECONDS };
  }

  /** A name that nobody has is not written down: it may be a password in the wrong field. */
  private note(action: string, user: User | null, actor?: AuditActor): Promise<void> {
    return this.audit.record({
      action,
      project_id: null,
      target_kind: 'user',
      target_id: user?.id ?? null,
      after: user && { username: user.username },
      ...(actor && { actor }),
    });
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
