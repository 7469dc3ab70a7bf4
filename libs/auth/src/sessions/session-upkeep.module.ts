import { Module } from '@nestjs/common';
import { ExpiredSessions } from './expired-sessions.js';
import { LoginAttemptsRepository } from './login-attempts.repository.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';

/** What a worker needs of access control: it acts by itself, and only cleans up after logins. */
@Module({
  providers: [ExpiredSessions, LoginAttemptsRepository, RefreshTokensRepository],
  exports: [ExpiredSessions],
})
export class SessionUpkeepModule {}
