import { Injectable } from '@nestjs/common';
import { inBatches } from '@app/database';
import { LoginAttemptsRepository } from './login-attempts.repository.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';

/** Removes what logins leave behind. */
@Injectable()
export class ExpiredSessions {
  constructor(
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly attempts: LoginAttemptsRepository,
  ) {}

  /** At most `limit` of each, in batches; answers how many rows there were. */
  async runOnce(limit: number): Promise<number> {
    const tokens = await inBatches(limit, (most) => this.refreshTokens.deleteExpired(most));
    return tokens + (await inBatches(limit, (most) => this.attempts.deleteForgotten(most)));
  }
}
