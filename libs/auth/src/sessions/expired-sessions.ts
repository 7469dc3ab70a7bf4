import { Injectable } from '@nestjs/common';
import { LoginAttemptsRepository } from './login-attempts.repository.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';

/** Removes what logins leave behind. */
@Injectable()
export class ExpiredSessions {
  constructor(
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly attempts: LoginAttemptsRepository,
  ) {}

  /** At most `limit` of each; answers how many rows there were. */
  async runOnce(limit: number): Promise<number> {
    return (await this.refreshTokens.deleteExpired(limit)) + (await this.attempts.deleteForgotten(limit));
  }
}
